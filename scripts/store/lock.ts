import { DatabaseSync } from 'node:sqlite'

/** A lock that is held until it is released or its process ends, in whatever way that happens. */
export interface Lock {
  release(): void
}

/**
 * Takes the lock that `file` stands for, or answers undefined while another living process holds it.
 * Node has no file lock of its own. SQLite's is the operating system's, so that a crash or a power cut leaves nothing to heal,
 * which a file with a process id in it does not achieve: ids are given again.
 */
export function takeLock(file: string): Lock | undefined {
  const database = new DatabaseSync(file)
  try {
    database.exec('pragma busy_timeout = 0; begin exclusive')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

function isBusy(error: unknown): boolean {
  // SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
