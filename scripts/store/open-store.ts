import type pg from 'pg'
import type { Variables } from '../model/variables.ts'
import { openPool } from './database.ts'
import { openDatabase } from './open-database.ts'

/** The database of an environment and connections to it, until this is disposed of. */
export interface OpenStore extends AsyncDisposable {
  readonly url: string
  /** As of OpenDatabase. */
  readonly failure: Promise<never>
  readonly pool: pg.Pool
}

/** What a verb knows when it opens the store. */
export interface StoreChoice {
  /** Its connections name themselves after it in pg_stat_activity. */
  readonly verb: string
  /** What `--database` says; without it, DATABASE_URL among `variables`, otherwise the checkout's own PostgreSQL. */
  readonly url?: string | undefined
  readonly variables: Variables
  readonly checkout: string
  readonly say: (message: string) => void
  /** How many connections at the most; eight unless given. */
  readonly connections?: number
}

/** Opens the database that a verb is told to use. Nothing connects before the first query. */
export async function openStore({ verb, url, variables, checkout, say, connections }: StoreChoice): Promise<OpenStore> {
  const all = url === undefined ? variables : { ...variables, DATABASE_URL: url }
  const database = await openDatabase({ variables: all, checkout, say })
  const pool = openPool(database.url, `client-imports ${verb}`, connections)
  return {
    url: database.url,
    failure: database.failure,
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end()
      await database[Symbol.asyncDispose]()
    },
  }
}
