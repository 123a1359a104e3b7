import { describe, expect, it } from 'vitest'
import { type QueueJob, runQueue } from '../../scripts/store/queue.ts'
import { readQueueOverview } from '../../scripts/store/queue-overview.ts'
import { aFeed, noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { testQueue } from '../support/test-queue.ts'

const feeds = ['a', 'b', 'c', 'd'].map((name) => aFeed({ id: `acme/${name}`, name }))

describe('readQueueOverview', () => {
  it('has nothing to tell before the queue is installed', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)

    const overview = await readQueueOverview(database.pool, noon)

    expect(overview).toEqual({ waiting: 0, running: 0, retrying: 0, due: 0, oldestAt: undefined })
  })

  it('counts what waits, runs, is tried again and is due, and not what is over', async () => {
    await using database = await testDatabase()
    const { pool } = database
    const { id: release } = await deployed(pool, [aResolvedClient({ feeds })])
    await pool.query(
      `update schedule set next_run_at = case feed when 'acme/a' then $1::timestamptz else $1::timestamptz + interval '1 hour' end`,
      [noon],
    )
    const queueJobs = feeds.map(({ id }) => ({ feed: id, release }))
    await using queue = await testQueue(database, queueJobs)
    const [running, retrying, over] = await queue.boss.fetch<QueueJob>(runQueue, { batchSize: 3 })
    await queue.boss.fail(runQueue, retrying!.id)
    await queue.boss.complete(runQueue, over!.id)

    const later = new Date(Date.now() + 60_000)
    const overview = await readQueueOverview(pool, later)

    expect(running).toBeDefined()
    expect(overview).toMatchObject({ waiting: 1, running: 1, retrying: 1 })
    expect(overview.oldestAt!.getTime()).toBeLessThanOrEqual(later.getTime())
    expect((await readQueueOverview(pool, noon)).due).toBe(1)
  })
})
