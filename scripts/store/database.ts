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
      isBroken = !leavesConnection(error)
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

// Connection exceptions; operator intervention; and 25P03, where a transaction stood still for too long.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
const connectionCodes = /^(?:08\d{3}|57P\d\d|25P03)$/

// Of the operating system, by which a connection fails or breaks: https://nodejs.org/api/errors.html#nodejs-error-codes. A disk has others.
const networkCodes: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'],
  ...['ENOTFOUND', 'EAI_AGAIN'],
])

// Those of pg and pg-pool, which give them no code.
const connectionSentences =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed)/

/** Whether an error says that PostgreSQL was out of reach, or went: then nobody knows whether a commit was the last that it did. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof StoreError) return isConnectionLost(error.cause)
  if (error instanceof pg.DatabaseError) return connectionCodes.test(error.code ?? '')
  return error instanceof Error && (networkCodes.has((error as NodeJS.ErrnoException).code) || connectionSentences.test(error.message))
}

/** Whether the connection is in order: PostgreSQL answered, if only with a refusal, or it was we who refused. */
function leavesConnection(error: unknown): boolean {
  if (error instanceof StoreError) return error.cause === undefined || leavesConnection(error.cause)
  return error instanceof pg.DatabaseError && !isConnectionLost(error)
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
