import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { StoreError } from '../../scripts/errors.ts'
import { inTransaction, isConnectionLost, openPool, storing } from '../../scripts/store/database.ts'
import { testDatabase } from '../support/database.ts'

async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  )
}

async function onOwnPool(url: string, work: (pool: pg.Pool) => Promise<unknown>): Promise<unknown> {
  const pool = openPool(url, 'test')
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

const ended = (code: string) => Object.assign(new pg.DatabaseError('terminating connection', 0, 'error'), { code })

describe('isConnectionLost', () => {
  it.each(['08006', '57P01', '57P02', '57P03', '25P03'])('knows it by the code %s of PostgreSQL', (code) => {
    expect(isConnectionLost(ended(code))).toBe(true)
  })

  it.each(['23505', '40P01', '57014', '53100'])('takes no other code for it: %s', (code) => {
    expect(isConnectionLost(ended(code))).toBe(false)
  })

  it('knows it where nobody listens', async () => {
    const error = await thrownBy(() => onOwnPool('postgres://127.0.0.1:1/none', (pool) => storing('asking', () => pool.query('select'))))

    expect(error).toBeInstanceOf(StoreError)
    expect(isConnectionLost(error)).toBe(true)
  })

  it('knows it where a connection is cut within a transaction, and again where that is used after', async () => {
    await using database = await testDatabase()

    const errors: unknown[] = []
    await onOwnPool(database.url, (pool) =>
      inTransaction(pool, 'asking', async (connection) => {
        const cut = (connection as unknown as pg.Client).connection.stream
        errors.push(await thrownBy(() => Promise.all([connection.query('select pg_sleep(60)'), cut.destroy()])))
        errors.push(await thrownBy(() => connection.query('select')))
      }).catch(() => {}),
    )

    expect(errors.map(isConnectionLost)).toEqual([true, true])
  })

  it('knows it where a pool has no connection to give in time', async () => {
    const pool = new pg.Pool({ connectionString: inject('databaseServer'), max: 1, connectionTimeoutMillis: 500 })
    const only = await pool.connect()

    const error = await thrownBy(() => pool.connect())
    only.release()
    await pool.end()

    expect(isConnectionLost(error)).toBe(true)
  })

  it.each([
    ['a file that is not there', () => readFile('/nowhere/at/all')],
    ['a bug of ours', async () => (undefined as unknown as string).length],
    ['a refusal of ours', () => storing('asking', async () => Promise.reject(new StoreError('no')))],
    [
      'a disk that fails',
      () => storing('copying', () => Promise.reject(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }))),
    ],
  ])('takes nothing else for it: %s', async (_, work) => {
    expect(isConnectionLost(await thrownBy(work))).toBe(false)
  })
})
