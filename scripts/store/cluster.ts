import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { StoreError } from '../errors.ts'
import type { Account } from './account.ts'
import { readPidFileOwner } from './orphan.ts'
import type { PostgresRuntime } from './postgres-runtime.ts'

/** Where one cluster lies, what runs it, and as whom. */
export interface ClusterPlace {
  /** Belongs to this process; PostgreSQL's account can pass through it and owns only the data inside. */
  readonly folder: string
  readonly runtime: PostgresRuntime
  readonly account: Account | undefined
  /** A temporary cluster trades durability for speed, and is stopped without a checkpoint. */
  readonly isTemporary: boolean
  /** The environment variables of PostgreSQL's processes: what it reads there (PGDATA, LC_ALL) would differ from shell to shell. */
  readonly variables: NodeJS.ProcessEnv
}

/** A running server: `process` ends when the server does. */
export interface RunningCluster {
  readonly process: ChildProcess
  readonly url: string
}

const bindAttempts = 5
const startTimeoutMs = 60_000
// Nothing is said about a server that is ready but in the file that it writes for pg_ctl, which looks every 100 ms.
const readyPollMs = 10

const safeSettings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200' }
const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

const runFile = promisify(execFile)
const clusterFolder = (place: ClusterPlace) => join(place.folder, 'cluster')
const dataFolder = (place: ClusterPlace) => join(clusterFolder(place), 'data')
const logFile = (place: ClusterPlace) => join(place.folder, 'server.log')

/** Whether `createCluster` has completed here, now or in an earlier process. */
export async function hasCluster(place: ClusterPlace): Promise<boolean> {
  return (await stat(clusterFolder(place)).catch(() => undefined)) !== undefined
}

/** Makes an empty cluster whose one role, `postgres`, has the given password. It appears whole or not at all. Measured: 0.8 s. */
export async function createCluster(place: ClusterPlace, password: string): Promise<void> {
  for (const name of await readdir(place.folder)) {
    if (name.startsWith('cluster.')) await rm(join(place.folder, name), { recursive: true })
  }
  const unfinished = join(place.folder, 'cluster.new')
  await mkdir(join(unfinished, 'data'), { recursive: true, mode: 0o711 })
  await chmod(unfinished, 0o711)
  await writeFile(join(unfinished, 'password'), password, { mode: 0o600 })
  if (place.account !== undefined) {
    for (const name of ['data', 'password']) await chown(join(unfinished, name), place.account.uid, place.account.gid)
  }
  const options = ['--no-sync', '--no-instructions', '--username=postgres', '--auth=scram-sha-256', '--pwfile=password']
  // PostgreSQL's own locale: the same order of strings on every machine, whatever C library and ICU it has.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--set=timezone=UTC']
  await runProgram(place, 'initdb', ['-D', 'data', ...options, ...locale], unfinished)
  await rename(unfinished, clusterFolder(place))
}

/** Starts the server on a free port of 127.0.0.1 and waits until it accepts connections. Measured: 0.1 s. */
export async function startCluster(place: ClusterPlace): Promise<RunningCluster> {
  await checkVersion(place)
  await stopOrphan(place)
  const password = (await readFile(join(clusterFolder(place), 'password'), 'utf8')).trim()
  for (let attempt = 1; attempt <= bindAttempts; attempt++) {
    const port = await freePort()
    const server = await spawnServer(place, port)
    if (await isReady(place, server)) return { process: server, url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` }
    const log = await readFile(logFile(place), 'utf8')
    // Between our look and its bind another program took the port.
    if (!log.includes('could not create any TCP/IP sockets')) throw new StoreError(`PostgreSQL did not start: ${lastLines(log)}`)
  }
  throw new StoreError(`PostgreSQL found no free port in ${bindAttempts} attempts: set DATABASE_URL`)
}

/** Stops the server: a temporary one at once, any other after a checkpoint. */
export async function stopCluster(place: ClusterPlace): Promise<void> {
  const mode = place.isTemporary ? 'immediate' : 'fast'
  await runProgram(place, 'pg_ctl', ['stop', '--wait', `--mode=${mode}`, '-D', dataFolder(place)], place.folder)
}

async function checkVersion(place: ClusterPlace): Promise<void> {
  const found = (await readFile(join(dataFolder(place), 'PG_VERSION'), 'utf8')).trim()
  if (found === place.runtime.major) return
  throw new StoreError(
    `${place.folder} was made by PostgreSQL ${found}, this is ${place.runtime.major}: delete that folder to begin anew, or set DATABASE_URL`,
  )
}

async function stopOrphan(place: ClusterPlace): Promise<void> {
  const owner = await readPidFileOwner(dataFolder(place))
  if (owner.kind === 'server') await stopCluster(place)
  // PostgreSQL would take the stranger for a server of its own, and refuse to start.
  if (owner.kind === 'stranger') await rm(join(dataFolder(place), 'postmaster.pid'))
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address')
  return address.port
}

async function spawnServer(place: ClusterPlace, port: number): Promise<ChildProcess> {
  const settings = { ...safeSettings, ...(place.isTemporary ? fastSettings : {}), port: String(port) }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = await open(logFile(place), 'w', 0o600)
  const server = spawn(place.runtime.program('postgres'), ['-D', dataFolder(place), ...options], {
    ...place.account,
    cwd: place.folder,
    env: place.variables,
    stdio: ['ignore', log.fd, log.fd],
    windowsHide: true,
  })
  try {
    await once(server, 'spawn')
    return server
  } catch (cause) {
    throw new StoreError(`PostgreSQL cannot be run from ${place.folder}: ${(cause as Error).message}`, { cause })
  } finally {
    await log.close()
  }
}

/** False when the server ended instead. */
async function isReady(place: ClusterPlace, server: ChildProcess): Promise<boolean> {
  const patience = AbortSignal.timeout(startTimeoutMs)
  while (server.exitCode === null && server.signalCode === null) {
    // Line 1 is the process id, line 8 the server's state: src/include/utils/pidfile.h.
    const lines = (await readFile(join(dataFolder(place), 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    if (lines[0] === String(server.pid) && lines[7]?.trim() === 'ready') return true
    await wait(readyPollMs, undefined, { signal: patience })
  }
  return false
}

async function runProgram(place: ClusterPlace, name: 'initdb' | 'pg_ctl', options: readonly string[], cwd: string): Promise<void> {
  try {
    await runFile(place.runtime.program(name), options, { ...place.account, cwd, env: place.variables, windowsHide: true })
  } catch (cause) {
    const output = `${(cause as { stdout?: string }).stdout ?? ''}\n${(cause as Error).message}`
    throw new StoreError(`${name} failed in ${cwd}: ${lastLines(output)}`, { cause })
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n')
}
