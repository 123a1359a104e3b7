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

describe('readMigrations', () => {
  // An environment that has applied one refuses it with other bytes, be it a comment: what is to change comes in a new one, and is added here.
  it('brings migrations as they were given out', async () => {
    const migrations = await readMigrations()

    expect(Object.fromEntries(migrations.map(({ name, checksum }) => [name, checksum]))).toEqual({
      '0001-first.sql': '4311ca05e567b08815736284a8151e251ee8112a85a66926a05a7d956db62cb5',
      '0002-snapshots.sql': '1dbd10ecf8ce04b0bec2e8883469b1ed8ec5f193d78dcfbf1f182f942eecc30c',
      '0003-record-memory.sql': '23ae794810dad12642b33a9344f1990f853ac720864022cb43d67352b51dc1c9',
      '0004-last-day.sql': '083774644894112315723153bd395e15191ebc80c87df09e58038ac2a8747bee',
      '0005-forgetting.sql': '4818cf2dc80ed5452e52b81dc6a62e599240217fc4fce496558775e00136c30a',
      '0006-newest-first.sql': 'b66d9709dbe1e9d47d957adb71561d0332fa0272360a2f8adb48d4550022e9cc',
    })
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
