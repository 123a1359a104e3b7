import { DatabaseSync } from 'node:sqlite'

/** A lock that is held until it is released or its process ends, in whatever way that happens. */
export interface Lock {
  release(): void
}

/**
 * Takes the lock that `file` stands for, alone, or answers undefined at once while it is held or shared: by another living process, or by this one,
 * which may not take it twice. The file is made where there is none, and stays; its folder must be there. Throws what SQLite throws where the file
 * cannot be written.
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

// Whoever takes a lock alone to change what it guards is done in milliseconds.
const sharingPatienceMs = 5_000

/**
 * Shares the lock that `file` stands for with any number of others: until all have released it, `takeLock` answers undefined. Waits for one who has
 * taken it alone; throws where that takes longer than five seconds.
 */
export function shareLock(file: string): Lock {
  const database = new DatabaseSync(file)
  try {
    database.exec(`pragma busy_timeout = ${sharingPatienceMs}; begin; select 1 from sqlite_schema`)
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    throw error
  }
}

function isBusy(error: unknown): boolean {
  // SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
