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

/** The database that `DATABASE_URL` names; without it, the checkout's own PostgreSQL, started on demand and shared with its other commands. */
export async function openDatabase({ variables, checkout, say }: DatabaseChoice): Promise<OpenDatabase> {
  const url = variables.DATABASE_URL
  if (url === undefined || url === '') return startLocalPostgres({ checkout, say })
  return { url, failure: new Promise(() => {}), async [Symbol.asyncDispose]() {} }
}
