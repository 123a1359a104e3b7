import { randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StoreError } from '../errors.ts'
import { refusedPath } from '../model/path-fault.ts'
import { type Account, isReachable, postgresAccount } from './account.ts'
import { type ClusterPlace, createCluster, hasCluster, type RunningCluster, startCluster, stopCluster } from './cluster.ts'
import { addressFile, type KeeperEvent, type KeeperOrder, lockFile } from './keeper-protocol.ts'
import { Leases } from './leases.ts'
import { takeLock } from './lock.ts'
import { sweepTemporaryClusters, temporaryPrefix } from './orphan.ts'
import { installPostgres } from './postgres-runtime.ts'

// This file is a process of its own that owns one PostgreSQL server. It outlives a client that is killed, and so stops the server and
// removes a temporary folder whatever happens to its clients. It ends when the last of them has gone.

const order = JSON.parse(process.argv[2]!) as KeeperOrder
const asked = Promise.withResolvers<void>()

// Ctrl-C and a closing terminal are meant for the clients, and end this process through them.
process.on('SIGINT', () => {}).on('SIGHUP', () => {})
process.on('SIGTERM', () => asked.resolve())
// The client that started this process may be gone before it can be told or heard.
for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on('error', () => {})

try {
  await keep(Date.now())
  process.exit(0)
} catch (error) {
  const refused = refusedPath(error)
  const foreseen = error instanceof StoreError ? error.message : refused && `${refused}; or set DATABASE_URL`
  tell({ kind: 'failed', message: foreseen ?? String((error as Error).stack) }, () => process.exit(1))
}

/** `beganMs`: when this process began, in milliseconds since 1970. */
async function keep(beganMs: number): Promise<void> {
  const account = await postgresAccount()
  const folder = order.folder ?? (await makeTemporaryFolder(account, beganMs))
  await openFolder(folder, account)
  const lock = takeLock(join(folder, lockFile))
  if (lock === undefined) return tell({ kind: 'busy' })
  try {
    await keepCluster(folder, account)
  } finally {
    lock.release()
    if (order.folder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function makeTemporaryFolder(account: Account | undefined, beganMs: number): Promise<string> {
  for (const parent of [tmpdir(), '/var/tmp', '/tmp']) {
    if (!(await isReachable(parent, account))) continue
    await sweepTemporaryClusters(parent, beganMs)
    return mkdtemp(join(parent, temporaryPrefix))
  }
  throw new StoreError(`the user that PostgreSQL runs as cannot reach ${tmpdir()}: set TMPDIR to another folder, or set DATABASE_URL`)
}

async function openFolder(folder: string, account: Account | undefined): Promise<void> {
  // Another account passes through to what is its own, and cannot list or change the rest.
  process.umask(account === undefined ? 0o077 : 0o066)
  await mkdir(folder, { recursive: true })
  if (account !== undefined) await chmod(folder, 0o711)
  process.umask(0o077)
  const found = await lstat(folder)
  if (found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid)) return
  throw new StoreError(`${folder} is not a folder of this user: remove it, or set DATABASE_URL`)
}

async function keepCluster(folder: string, account: Account | undefined): Promise<void> {
  const { PATH, SystemRoot, TEMP, TMP } = process.env
  const place: ClusterPlace = {
    folder,
    runtime: await installPostgres(folder),
    account,
    isTemporary: order.folder === undefined,
    variables: { PATH, SystemRoot, TEMP, TMP },
  }
  if (!(await hasCluster(place))) {
    tell({ kind: 'creating' })
    await createCluster(place, randomBytes(16).toString('hex'))
  }
  const server = await startCluster(place)
  try {
    await untilUnused(server, folder)
  } finally {
    if (server.process.exitCode === null && server.process.signalCode === null) await stopCluster(place)
  }
}

/** Grants leases until the last one has ended, or the server has, or the system asks this process to end. */
async function untilUnused(server: RunningCluster, folder: string): Promise<void> {
  let isStarterPresent = true
  const token = randomBytes(16).toString('hex')
  const leases = new Leases(token, server.url, endIfUnused)
  function endIfUnused() {
    if (!isStarterPresent && leases.isNone) asked.resolve()
  }
  // The starter holds this pipe until it has a lease, so that its death in between leaves nothing behind.
  process.stdin.resume().once('close', () => {
    isStarterPresent = false
    endIfUnused()
  })
  server.process.once('exit', () => asked.resolve())

  const address = { port: await leases.listen(), token, pid: process.pid }
  const file = join(folder, addressFile)
  await writeFile(`${file}.new`, JSON.stringify(address), { mode: 0o600 })
  await rename(`${file}.new`, file)
  tell({ kind: 'ready', address })

  await asked.promise
  leases.close()
  await rm(file)
}

function tell(event: KeeperEvent, then: () => void = () => {}): void {
  process.stdout.write(`${JSON.stringify(event)}\n`, then)
}
