import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join, parse } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { StoreError } from '../errors.ts'
import { isReachable, postgresAccount } from './account.ts'
import { addressFile, type KeeperAddress, type KeeperEvent, type KeeperOrder } from './keeper-protocol.ts'

/** A PostgreSQL server on this machine, held by a lease. It runs until the last lease ends, at the latest with the process that holds it. */
export interface LocalPostgres extends AsyncDisposable {
  /** Of the database `postgres`, as its superuser: `postgres://postgres:<password>@127.0.0.1:<port>/postgres`. */
  readonly url: string
  /** Rejects with a StoreError when the server ends though the lease has not. */
  readonly failure: Promise<never>
  /** Ends the lease. Where it was the last, the server has stopped, and a temporary one has left no trace, when this resolves. */
  stop(): Promise<void>
}

/** Either a server of its own, gone afterwards with all that it held, or the one that a checkout keeps and its commands share. */
export type LocalPostgresOptions =
  | { readonly temporary: true }
  | {
      /** The repository's root folder. */
      readonly checkout: string
      /** Is told when the cluster must be made first, which takes a second. */
      readonly say?: (message: string) => void
    }

const keeperFile = fileURLToPath(new URL('keeper.ts', import.meta.url))
const startTimeoutMs = 120_000
// Another command's keeper is about to be ready, or about to end.
const busyPollMs = 50
// A keeper has nothing else to do than to answer.
const answerTimeoutMs = 5_000

/**
 * Starts PostgreSQL from its npm package, or joins the server that another command of the same checkout runs at this moment.
 * Throws a `StoreError` where the machine cannot run it. Measured on 2 cores: 1.2 s with a new cluster, 0.2 s with an existing one.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  if ('temporary' in options) {
    const own = await startKeeper({}, () => {})
    if (own !== undefined) return own
    throw new Error('a temporary folder is new, and nobody else has it')
  }
  const folder = await persistentFolder(options.checkout)
  const patience = AbortSignal.timeout(startTimeoutMs)
  while (!patience.aborted) {
    const shared = (await joinKeeper(folder)) ?? (await startKeeper({ folder }, options.say ?? (() => {})))
    if (shared !== undefined) return shared
    await wait(busyPollMs)
  }
  throw new StoreError(`the server in ${folder} neither starts nor ends: look at ${join(folder, 'server.log')}`)
}

async function persistentFolder(checkout: string): Promise<string> {
  const beside = join(checkout, '.local', 'postgres')
  if (await isReachable(beside, await postgresAccount())) return beside
  return join('/var/tmp', `client-imports-${createHash('sha256').update(checkout).digest('hex').slice(0, 16)}`)
}

async function joinKeeper(folder: string): Promise<LocalPostgres | undefined> {
  const address = await readFile(join(folder, addressFile), 'utf8').catch(() => undefined)
  return address === undefined ? undefined : takeLease(JSON.parse(address) as KeeperAddress)
}

/** Undefined when another keeper has the folder. */
async function startKeeper(order: KeeperOrder, say: (message: string) => void): Promise<LocalPostgres | undefined> {
  // Without its own group the keeper would receive this terminal's Ctrl-C. node:sqlite warns that it is experimental.
  const keeper = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', keeperFile, JSON.stringify(order)], {
    cwd: parse(keeperFile).root,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const closed = once(keeper, 'close')
  let complaint = ''
  keeper.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  try {
    for await (const line of createInterface({ input: keeper.stdout })) {
      const event = JSON.parse(line) as KeeperEvent
      if (event.kind === 'creating') say('creating the local database')
      if (event.kind === 'busy') return undefined
      if (event.kind === 'failed') throw new StoreError(event.message)
      if (event.kind === 'ready') return await takeLease(event.address)
    }
    await closed
    throw new StoreError(`the process that runs PostgreSQL ended early: ${complaint}`)
  } finally {
    letGo(keeper)
  }
}

function letGo(keeper: ChildProcessByStdio<Writable, Readable, Readable>): void {
  keeper.stdin.destroy()
  keeper.stdout.destroy()
  keeper.stderr.destroy()
  keeper.unref()
}

/** Undefined when no keeper answers at this address any more. */
async function takeLease(address: KeeperAddress): Promise<LocalPostgres | undefined> {
  const socket = connect(address.port, '127.0.0.1').setEncoding('utf8')
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => {}).write(`${address.token}\n`)
  const url = await readGrant(socket)
  if (url === undefined) return void socket.destroy()
  // A process that has nothing else to do may end, and its lease with it.
  socket.unref()
  let isAsked = false
  const failure = closed.then((): Promise<never> => {
    if (isAsked) return new Promise(() => {})
    throw new StoreError('the local PostgreSQL ended: what was stored is kept, and starting again takes it up')
  })
  // Most verbs notice at their next query.
  failure.catch(() => {})
  async function stop(): Promise<void> {
    isAsked = true
    socket.ref().end()
    await closed
  }
  return { url, failure, stop, [Symbol.asyncDispose]: stop }
}

/** The line that a keeper answers with; undefined for what any other program says, or when nothing comes. */
function readGrant(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let received = ''
    socket.on('data', (text) => {
      received += text
      if (!received.includes('\n')) return
      socket.setTimeout(0)
      resolve(received.startsWith('postgres://') ? received.trim() : undefined)
    })
    socket.once('close', () => resolve(undefined))
    // After a power cut the port may be another program's, which waits for us to go on.
    socket.setTimeout(answerTimeoutMs, () => socket.destroy())
  })
}
