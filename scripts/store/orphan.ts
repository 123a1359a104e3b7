import { execFile } from 'node:child_process'
import { lstat, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { lockFile } from './keeper-protocol.ts'
import { takeLock } from './lock.ts'

const runFile = promisify(execFile)

/** How the folder of every temporary cluster begins. */
export const temporaryPrefix = 'client-imports-postgres-'

// A folder younger than this may belong to a keeper that has not locked it yet.
const settledAfterMs = 60_000

/** What the process id file of a data folder points at: nothing, a server of this data folder, or a stranger who got the id since. */
export type PidFileOwner = { readonly kind: 'none' | 'stranger' } | { readonly kind: 'server'; readonly pid: number }

/** Looks at `postmaster.pid`: a server whose keeper was killed is still there, and after a power cut its id may be any program's. */
export async function readPidFileOwner(dataFolder: string): Promise<PidFileOwner> {
  const pid = Number.parseInt(await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => ''), 10)
  const command = Number.isNaN(pid) ? undefined : await readCommand(pid)
  if (command === undefined) return { kind: 'none' }
  return command.includes(dataFolder) ? { kind: 'server', pid } : { kind: 'stranger' }
}

async function readCommand(pid: number): Promise<string | undefined> {
  // On Windows PostgreSQL recognises its own processes by their named pipe.
  if (process.platform === 'win32') return undefined
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  return runFile('ps', ['-o', 'args=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => undefined,
  )
}

/** Removes the temporary clusters in `parent` whose keeper was killed or lost to a power cut, with their servers. `now` is in milliseconds. */
export async function sweepTemporaryClusters(parent: string, now: number): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name)
    if (!name.startsWith(temporaryPrefix) || !(await isSettledAndOurs(folder, now))) continue
    // Another keeper may be sweeping it at this moment; what neither removes, the next one will.
    await sweep(folder).catch(() => {})
  }
}

async function isSettledAndOurs(folder: string, now: number): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  if (found === undefined || !found.isDirectory()) return false
  return found.uid === (process.getuid?.() ?? found.uid) && now - found.mtimeMs > settledAfterMs
}

async function sweep(folder: string): Promise<void> {
  const lock = takeLock(join(folder, lockFile))
  if (lock === undefined) return
  const owner = await readPidFileOwner(join(folder, 'cluster', 'data'))
  // An immediate shutdown: nothing in there is wanted any more.
  if (owner.kind === 'server') process.kill(owner.pid, 'SIGQUIT')
  lock.release()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
