import { Client } from 'pg'
import { StoreError } from '../errors.ts'
import type { Variables } from '../model/variables.ts'
import { startLocalPostgres } from './local-postgres.ts'

/** The address of a database that is there until this is disposed of. */
export interface OpenDatabase extends AsyncDisposable {
  readonly url: string
  /** Rejects with a StoreError when the checkout's own PostgreSQL ends before that; of another database this is not known. */
  readonly failure: Promise<never>
}

/** What a verb knows: its environment variables, its repository's root folder, and where progress is shown. */
export interface DatabaseChoice {
  readonly variables: Variables
  readonly checkout: string
  readonly say: (message: string) => void
}

/**
 * The database that `DATABASE_URL` names; without it, the checkout's own PostgreSQL, started on demand and shared with its other commands. Throws a
 * StoreError, which does not repeat it, where it names none.
 */
export async function openDatabase({ variables, checkout, say }: DatabaseChoice): Promise<OpenDatabase> {
  const url = variables.DATABASE_URL
  if (url === undefined || url === '') return startLocalPostgres({ checkout, say })
  const fault = addressFault(url)
  if (fault !== undefined)
    throw new StoreError(`DATABASE_URL or --database: ${fault}: expected a URL such as postgres://user@host:5432/name`)
  return { url, failure: new Promise(() => {}), async [Symbol.asyncDispose]() {} }
}

/** Why pg can make nothing of an address, or would take it for the name of a database, which would be another than was meant. */
function addressFault(url: string): string | undefined {
  if (!/^(?:postgres(?:ql)?:|socket:|\/)/.test(url)) return 'this is no address of PostgreSQL'
  try {
    // Connects to nothing; a certificate that it names is read.
    new Client({ connectionString: url })
    return undefined
  } catch (error) {
    // Not as its cause: it has the whole address in it, and so the password.
    return (error as Error).message
  }
}
