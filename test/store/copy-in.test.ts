import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { CopyWriter } from '../../scripts/store/copy-encoding.ts'
import { CopyIn } from '../../scripts/store/copy-in.ts'
import { openPool } from '../../scripts/store/database.ts'
import { testDatabase } from '../support/database.ts'

/** Stands between a client and the database: whoever writes fast has to wait for it. */
async function relayTo(url: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const target = new URL(url)
  const server: Server = createServer((client) => {
    const database = connect(Number(target.port || 5432), target.hostname)
    client.pipe(database).pipe(client)
    for (const socket of [client, database]) socket.on('error', () => {})
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const relayed = new URL(url)
  relayed.hostname = '127.0.0.1'
  relayed.port = String((server.address() as AddressInfo).port)
  return { url: relayed.href, [Symbol.asyncDispose]: async () => void server.close() }
}

function tuple(writer: CopyWriter, number: number, text: string): Buffer {
  writer.clear()
  writer.tuple(2)
  writer.integer(number)
  writer.text(text)
  return writer.slice(0, writer.end)
}

const table = 'create table line (number integer primary key, text text)'

describe('CopyIn', () => {
  it('lets memory be used again only when its bytes are gone', async () => {
    await using database = await testDatabase()
    await database.pool.query(table)
    await using relay = await relayTo(database.url)
    const pool = openPool(relay.url, 'test', 1)
    const connection = await pool.connect()
    const writer = new CopyWriter(65_536)
    const lines = 1_000

    const copy = new CopyIn(connection, 'line (number, text)')
    // Small enough to be taken at once, and together more than sockets hold.
    for (let number = 1; number <= lines; number += 1) await copy.send(tuple(writer, number, `${'x'.repeat(20_000)} ${number}`))
    await copy.end()

    connection.release()
    await pool.end()
    const { rows } = await database.pool.query(`select count(*)::int from line where text like '% ' || number`)
    expect(rows).toEqual([{ count: lines }])
  })

  it('gives up so that the connection can go on', async () => {
    await using database = await testDatabase()
    await database.pool.query(table)
    const connection = await database.pool.connect()

    const copy = new CopyIn(connection, 'line (number, text)')
    await copy.send(tuple(new CopyWriter(64), 1, 'one'))
    await copy.abandon(new Error('no more'))

    expect((await connection.query('select * from line')).rows).toEqual([])
    connection.release()
  })

  it('passes on what PostgreSQL refuses', async () => {
    await using database = await testDatabase()
    await database.pool.query(table)
    const connection = await database.pool.connect()
    const writer = new CopyWriter(64)

    const copy = new CopyIn(connection, 'line (number, text)')
    await copy.send(tuple(writer, 1, 'one'))
    await copy.send(tuple(writer, 1, 'one again'))
    const ending = copy.end()

    await expect(ending).rejects.toThrow(pg.DatabaseError)
    connection.release()
  })

  it('does not wait for a connection that is gone', async () => {
    await using database = await testDatabase()
    await database.pool.query(table)
    const connection = await database.pool.connect()
    const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid')
    const writer = new CopyWriter(64)

    const copy = new CopyIn(connection, 'line (number, text)')
    await copy.send(tuple(writer, 1, 'one'))
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
    const ending = copy.end()

    // PostgreSQL's last word, or the socket's where the trailer reaches the closed connection before that is read.
    await expect(ending).rejects.toThrow(/terminat|EPIPE|ECONNRESET/)
    connection.release(true)
  })
})
