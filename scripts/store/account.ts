import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { StoreError } from '../errors.ts'

const runFile = promisify(execFile)

/** The user and group ids under which PostgreSQL runs. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root: there it runs as `postgres` or, failing that, as `nobody`.
 * Undefined means that it runs as whoever runs this process.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const account = await readAccount(name)
    if (account !== undefined && account.uid !== 0) return account
  }
  throw new StoreError(
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody": run as an ordinary user, or set DATABASE_URL',
  )
}

async function readAccount(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([runFile('id', ['-u', name]), runFile('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    // `id` fails for a user that does not exist, which is an answer here.
    return undefined
  }
}

/** Whether a process of this account can open what lies at `path`: below a 0700 home it cannot. Parts that do not exist yet count as open. */
export async function isReachable(path: string, account: Account | undefined): Promise<boolean> {
  if (account === undefined) return true
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined)
    const isOpenToAll = found === undefined || (found.mode & 0o001) !== 0
    if (!isOpenToAll && found.uid !== account.uid) return false
  }
  return true
}
