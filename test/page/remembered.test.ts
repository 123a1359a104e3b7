import { describe, expect, it } from 'vitest'
import { deleteClients } from '../../scripts/store/configuration.ts'
import { inTransaction } from '../../scripts/store/database.ts'
import { PageReads } from '../../scripts/store/page-reads.ts'
import { aPosting, noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { seed } from './world.ts'

describe('what PageReads remembers', () => {
  it('knows nothing of a feed that was gone, and is back before its first run', async () => {
    await using database = await testDatabase()
    const { pool } = database
    const client = { id: 'acme', feeds: { jobs: [aPosting()] } }
    await seed(pool, 'staging', [client])
    await pool.query(
      `insert into run (feed, release, fencing_token, started_at, finished_at, outcome, measured) values ('acme/jobs', 'r1', 1, now(), now(), 'saved', '{}')`,
    )
    const reads = new PageReads(pool, () => noon)
    const numbers = async () => {
      const shown = (await reads.client('acme'))!
      const [{ total }, { places }] = [await reads.postings(shown, {}, { limit: 100, offset: 0 }), await reads.choices(shown)]
      return [shown.postings, total, places.length]
    }

    const before = await numbers()
    await inTransaction(pool, 'taking it away', (connection) => deleteClients(connection, ['acme'], noon))
    await seed(pool, 'staging', [{ ...client, feeds: { jobs: [] } }])

    expect([before, await numbers()]).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ])
  })
})
