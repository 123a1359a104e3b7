import { describe, expect, it } from 'vitest'
import { migrate, missingMigrations, readMigrations } from '../../scripts/store/migrate.ts'
import { testDatabase } from '../support/database.ts'

const first = { name: '0001-first.sql', sql: 'create table first ()', checksum: 'c1' }
const second = { name: '0002-second.sql', sql: 'create table second ()', checksum: 'c2' }

describe('missingMigrations', () => {
  it('finds nothing to do where all were applied', () => {
    expect(missingMigrations([first, second], [first, second])).toEqual([])
  })

  it('finds those that were not applied, in order', () => {
    expect(missingMigrations([first, second], [first])).toEqual([second])
  })

  it('refuses a migration that was changed after it was applied', () => {
    expect(() => missingMigrations([first], [{ ...first, checksum: 'other' }])).toThrow('0001-first.sql was changed after it was applied')
  })

  it('refuses a database that a newer version has brought further', () => {
    expect(() => missingMigrations([first], [first, second])).toThrow('which this version does not know')
  })
})

describe('migrate', () => {
  it('applies each migration once, when several begin at the same time', async () => {
    await using database = await testDatabase()
    const migrations = await readMigrations()

    const applied = await Promise.all([1, 2, 3].map(() => migrate(database.pool, migrations)))

    expect(applied.flat()).toEqual(migrations.map(({ name }) => name))
  })

  it('keeps what came before a migration that fails, and nothing of that one', async () => {
    await using database = await testDatabase()
    const failing = { ...second, sql: 'create table half (); select nonsense' }

    await expect(migrate(database.pool, [first, failing])).rejects.toThrow('nonsense')

    const { rows } = await database.pool.query(`select to_regclass('first') is not null as first, to_regclass('half') is not null as half`)
    expect(rows).toEqual([{ first: true, half: false }])
  })
})
