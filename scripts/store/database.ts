import pg from 'pg'
import { StoreError } from '../errors.ts'

/** What the store's functions need: a pool outside a transaction, one connection within. */
export type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>

// A process that is frozen within a transaction holds its locks: by then PostgreSQL ends it for those who wait. None of ours pauses for seconds.
const frozenAfterMs = 60_000

/**
 * A pool on `url` that names itself `name` in pg_stat_activity. Nothing connects before the first query.
 * A connection that breaks ends no process: the query under way on it, or the next one, reports what is wrong.
 */
export function openPool(url: string, name: string, max = 8): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: frozenAfterMs,
    keepAlive: true,
  })
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Runs `work`, and turns what PostgreSQL or the connection throws into a StoreError that says what was being done. */
export async function storing<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || isOurs(error)) throw error
    throw new StoreError(`${doing}: ${causeOf(error)}`, { cause: error })
  }
}

/** One transaction on a connection of its own: committed when `work` resolves, rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, doing: string, work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  return storing(doing, async () => {
    const connection = await pool.connect()
    let isBroken = false
    try {
      return await withinTransaction(connection, work)
    } catch (error) {
      isBroken = isConnectionLost(error) || !(error instanceof pg.DatabaseError || error instanceof StoreError)
      throw error
    } finally {
      connection.release(isBroken)
    }
  })
}

/** As inTransaction, on a connection that the caller holds and keeps. */
export async function withinTransaction<T>(connection: pg.PoolClient, work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  await connection.query('begin')
  try {
    const result = await work(connection)
    await connection.query('commit')
    return result
  } catch (error) {
    // A rollback that fails too would hide why; PostgreSQL rolls back by itself when the connection goes.
    await connection.query('rollback').catch(() => {})
    throw error
  }
}

/** Whether an error says that PostgreSQL was out of reach, or went: then nobody knows whether a commit was the last that it did. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof StoreError) return error.cause !== undefined && isConnectionLost(error.cause)
  // Connection exceptions and operator intervention, https://www.postgresql.org/docs/current/errcodes-appendix.html; what is no word of PostgreSQL's
  // comes from the connection.
  return error instanceof pg.DatabaseError ? /^(?:08|57P)/.test(error.code ?? '') : error instanceof Error && !isOurs(error)
}

/** TypeError and its kin are bugs of ours; they must not be taken for the database's. */
function isOurs(error: Error): boolean {
  return error instanceof StoreError || error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
}

function causeOf(error: Error): string {
  // A refused connection to several addresses arrives as an AggregateError without a message of its own.
  if (error instanceof AggregateError) return error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ')
  return error.message
}
