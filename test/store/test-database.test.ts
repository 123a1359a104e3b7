import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'

describe('testDatabase', () => {
  it('gives each test a database of its own', async () => {
    await using first = await testDatabase()
    await using second = await testDatabase()
    await first.pool.query('create table note (text text)')

    const { rows } = await second.pool.query(`select to_regclass('note') as table`)

    expect(rows).toEqual([{ table: null }])
  })

  it('drops the database of a test that fails with a connection still open', async () => {
    await using other = await testDatabase()
    const failing = async () => {
      await using database = await testDatabase()
      names.push(new URL(database.url).pathname.slice(1))
      await database.pool.connect()
      throw new Error('expectation failed')
    }
    const names: string[] = []

    await expect(failing()).rejects.toThrow('expectation failed')

    const { rows } = await other.pool.query('select datname from pg_database where datname = any($1)', [names])
    expect(names).toHaveLength(1)
    expect(rows).toEqual([])
  })
})
