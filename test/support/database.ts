import { randomBytes } from 'node:crypto'
import { Client, Pool } from 'pg'
import { inject } from 'vitest'

/** An empty database of one test's own, with nothing in it from another. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string
  readonly pool: Pool
}

/**
 * Makes a database for one test: `await using database = await testDatabase()`. It is dropped when the test ends, passed or failed,
 * with whatever connections are still open to it. A database rather than a schema, since pg-boss and the migrations name schemas
 * of their own. Measured: 45 ms to create, 8 ms to drop.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer')
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOn(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const pool = new Pool({ connectionString: url.href })
  // A connection that is still open when the database goes ends with an error, whoever holds it.
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  return {
    url: url.href,
    pool,
    async [Symbol.asyncDispose]() {
      await runOn(server, `drop database ${name} with (force)`)
      // Not awaited: it would wait for ever for a client that a failed test has not released.
      void pool.end()
    },
  }
}

async function runOn(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
