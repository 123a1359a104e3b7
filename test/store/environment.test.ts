import { describe, expect, it } from 'vitest'
import { claimEnvironment, requireEnvironment } from '../../scripts/store/environment.ts'
import { migrate, readMigrations } from '../../scripts/store/migrate.ts'
import { testDatabase } from '../support/database.ts'

describe('requireEnvironment', () => {
  it('says what to do about a database that has no tables yet', async () => {
    await using database = await testDatabase()

    await expect(requireEnvironment(database.pool, 'local')).rejects.toThrow('nothing is deployed here: npm run deploy')
  })

  it('takes a database for its own environment, and for no other', async () => {
    await using database = await testDatabase()
    await migrate(database.pool, await readMigrations())
    await claimEnvironment(database.pool, 'staging')

    await expect(requireEnvironment(database.pool, 'staging')).resolves.toBeUndefined()
    await expect(requireEnvironment(database.pool, 'production')).rejects.toThrow('this database belongs to staging, not to production')
  })
})
