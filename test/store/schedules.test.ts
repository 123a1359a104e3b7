import type { PgBoss } from 'pg-boss'
import { describe, expect, it } from 'vitest'
import { nextRuns } from '../../scripts/store/next-run.ts'
import { installQueue, openQueue, type QueueJob, runQueue } from '../../scripts/store/queue.ts'
import { enqueueDue } from '../../scripts/store/schedules.ts'
import { aFeed, noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'

const later = new Date('2026-03-02T12:31:00Z')

function hourly(name: string, minute: number) {
  return aFeed({ id: `acme/${name}`, name, schedule: { cron: `${minute} * * * *`, timezone: 'UTC' } })
}

async function queued(boss: PgBoss): Promise<string[]> {
  const jobs = await boss.findJobs<QueueJob>(runQueue)
  return jobs.map(({ data }) => `${data.feed} ${data.release}`).sort()
}

describe('nextRuns', () => {
  it.each([
    ['17 6 * * *', 'UTC', '2026-03-03T06:17:00.000Z'],
    ['17 6 * * *', 'Europe/Paris', '2026-03-03T05:17:00.000Z'],
    // The clocks of Paris jump from 2 to 3 that night: the run is as much later, and not left out.
    ['30 2 29 3 *', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
    ['0 12 * * *', 'UTC', '2026-03-03T12:00:00.000Z'],
  ])('reads %s in %s', (cron, timezone, expected) => {
    expect(nextRuns([{ feed: 'acme/jobs', cron, timezone }], noon)[0]?.toISOString()).toBe(expected)
  })
})

describe('enqueueDue', () => {
  it('queues the feeds that are due, once, and moves their next run on', async () => {
    await using database = await testDatabase()
    const { pool } = database
    const release = await deployed(pool, [aResolvedClient({ feeds: [hourly('early', 5), hourly('late', 55)] })])
    await installQueue(database.url)
    await using queue = await openQueue(pool)

    const first = await enqueueDue(pool, queue.boss, later)
    const second = await enqueueDue(pool, queue.boss, later)

    expect([first, second]).toEqual([1, 0])
    expect(await queued(queue.boss)).toEqual([`acme/early ${release.id}`])
    const { rows } = await pool.query('select next_run_at from schedule order by feed')
    expect(rows).toEqual([{ next_run_at: new Date('2026-03-02T13:05:00Z') }, { next_run_at: new Date('2026-03-02T12:55:00Z') }])
  })

  it('queues no feed twice, when two workers look at the same time', async () => {
    await using database = await testDatabase()
    const { pool } = database
    const feeds = Array.from({ length: 50 }, (_, index) => hourly(`f${index}`, 5))
    await deployed(pool, [aResolvedClient({ feeds })])
    await installQueue(database.url)
    await using queue = await openQueue(pool)

    const counts = await Promise.all([1, 2, 3].map(() => enqueueDue(pool, queue.boss, later)))

    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50)
    expect(await queued(queue.boss)).toHaveLength(50)
  })

  it('leaves a feed that waits already as it is', async () => {
    await using database = await testDatabase()
    const { pool } = database
    await deployed(pool, [aResolvedClient({ feeds: [hourly('early', 5)] })])
    await installQueue(database.url)
    await using queue = await openQueue(pool)
    await enqueueDue(pool, queue.boss, later)

    const again = await enqueueDue(pool, queue.boss, new Date('2026-03-02T13:31:00Z'))

    expect(again).toBe(0)
    expect(await queued(queue.boss)).toHaveLength(1)
  })
})
