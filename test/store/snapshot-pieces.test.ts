import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { copyPieces } from '../../scripts/store/snapshot-pieces.ts'
import { testDatabase } from '../support/database.ts'

const table = 'create table snapshot_piece (run bigint, number integer, bytes bytea)'

async function lengths(database: pg.Pool | pg.PoolClient): Promise<unknown> {
  const { rows } = await database.query('select run, number, length(bytes) as length from snapshot_piece order by number')
  return rows
}

describe('copyPieces', () => {
  it('numbers pieces whose memory is used again', async () => {
    await using database = await testDatabase()
    await database.pool.query(table)
    const connection = await database.pool.connect()
    const memory = Buffer.alloc(1_000_000)
    async function* pieces(): AsyncGenerator<Buffer> {
      for (const [fill, length] of [1_000_000, 1_000_000, 5].entries()) yield memory.subarray(0, length).fill(fill)
    }

    const bytes = await copyPieces(connection, { run: '7', first: -3 }, pieces())

    expect(bytes).toBe(2_000_005)
    expect(await lengths(connection)).toEqual([
      { run: '7', number: -3, length: 1_000_000 },
      { run: '7', number: -2, length: 1_000_000 },
      { run: '7', number: -1, length: 5 },
    ])
    const { rows } =
      await connection.query(`select sha256(bytes) = sha256(decode(repeat('01', 1000000), 'hex')) as is_own from snapshot_piece
      where number = -2`)
    expect(rows).toEqual([{ is_own: true }])
    connection.release()
  })

  it('writes none where they break off, and leaves the connection fit for use', async () => {
    await using database = await testDatabase()
    await database.pool.query(table)
    const connection = await database.pool.connect()
    const broken = new Error('the disk went away')
    async function* pieces(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(100_000)
      throw broken
    }

    const copying = copyPieces(connection, { run: '7', first: 0 }, pieces())

    await expect(copying).rejects.toBe(broken)
    expect(await lengths(connection)).toEqual([])
    connection.release()
  })
})
