import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Lock, shareLock, takeLock } from '../store/lock.ts'

/** Logs that one `npm start` and its services write, until this is disposed of: meanwhile nobody puts them aside. */
export interface LogFolder extends Disposable {
  /** Path of the log that a service writes at the end of. */
  logOf(service: (typeof services)[number]): string
}

const services = ['web', 'worker'] as const

/** Some 20,000 lines, weeks of a few feeds, and an editor still opens it at once. */
export const largestLogBytes = 5_000_000

/**
 * Opens the folder of logs. One that has grown too large becomes `<name>.log.1`, and the one before goes; but not while another `npm start` holds the
 * folder, whose services write at the end of the same files. A process that is killed holds it no longer.
 */
export function openLogFolder(folder: string): LogFolder {
  mkdirSync(folder, { recursive: true })
  const lockFile = join(folder, 'lock')
  const logOf = (service: string) => join(folder, `${service}.log`)
  const alone = takeLock(lockFile)
  if (alone !== undefined) putAside(services.map(logOf), alone)
  const held = shareLock(lockFile)
  return { logOf, [Symbol.dispose]: () => held.release() }
}

function putAside(logs: readonly string[], alone: Lock): void {
  try {
    for (const log of logs) {
      const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0
      if (size > largestLogBytes) renameSync(log, `${log}.1`)
    }
  } finally {
    alone.release()
  }
}
