import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { type QueueJobContext, type Taken, takeQueueJob } from '../../scripts/run/queue-job.ts'
import { type Queue, type QueueJob, runQueue } from '../../scripts/store/queue.ts'
import { testQueue } from '../support/test-queue.ts'
import { type TestEnvironment, testEnvironment } from './test-environment.ts'
import { listOf } from './world.ts'

/** Fetches the one queue job that waits; returns what takes it. */
async function fetchOne({ context }: TestEnvironment, { boss }: Queue): Promise<(more?: Partial<QueueJobContext>) => Promise<Taken>> {
  const [job] = await boss.fetch<QueueJob>(runQueue)
  return (more) => takeQueueJob(job!, { ...context, boss, log: pino({ level: 'silent' }), ...more })
}

describe('takeQueueJob', () => {
  it('runs the feed of a queue job of the live release', async () => {
    await using environment = await testEnvironment()
    const { file, release: live } = environment
    await file.write(listOf('1'))
    await using queue = await testQueue(environment, [{ feed: 'acme/jobs', release: live.id }])
    const take = await fetchOne(environment, queue)

    const taken = await take()

    expect(taken).toMatchObject({ outcome: 'saved' })
  })

  it.each<[string, () => Promise<readonly string[]>, readonly string[]]>([
    [
      'warns where the pages do not show',
      async () => ['/clients/acme: 1 posting is stored, the page has 0'],
      ['/clients/acme: 1 posting is stored, the page has 0'],
    ],
    ['keeps', async () => [], []],
    ['keeps, where the comparison fails,', () => Promise.reject(new Error('no database')), []],
  ])('%s what was saved', async (_, verify, warnings) => {
    await using environment = await testEnvironment()
    const { pool, file, release: live } = environment
    await file.write(listOf('1'))
    await using queue = await testQueue(environment, [{ feed: 'acme/jobs', release: live.id }])
    const take = await fetchOne(environment, queue)
    const verified: string[] = []

    const taken = await take({
      verify: (client) => {
        verified.push(client)
        return verify()
      },
    })

    expect([taken.outcome, verified]).toEqual(['saved', ['acme']])
    const ownWarning = expect.stringContaining('without JobPosting markup')
    expect((await pool.query('select outcome, warnings from run')).rows).toEqual([
      { outcome: 'saved', warnings: [ownWarning, ...warnings] },
    ])
  })

  it('refuses one of an older release, and queues the feed under the live one', async () => {
    await using environment = await testEnvironment()
    const { pool, release: live } = environment
    await using queue = await testQueue(environment, [{ feed: 'acme/jobs', release: 'older' }])
    const take = await fetchOne(environment, queue)

    const taken = await take()

    expect(taken).toEqual({ outcome: 'wrongRelease' })
    expect((await pool.query('select from run')).rowCount).toBe(0)
    const [next] = await queue.boss.fetch<QueueJob>(runQueue)
    expect(next?.data).toEqual({ feed: 'acme/jobs', release: live.id })
  })

  it('drops one whose feed the live release does not have', async () => {
    await using environment = await testEnvironment()
    await using queue = await testQueue(environment, [{ feed: 'acme/gone', release: 'older' }])
    const take = await fetchOne(environment, queue)

    await take()

    expect(await queue.boss.fetch(runQueue)).toEqual([])
  })

  it('has the queue try again where the cause may pass, and only there', async () => {
    await using environment = await testEnvironment()
    const { file, release: live } = environment
    await using queue = await testQueue(environment, [{ feed: 'acme/jobs', release: live.id }])
    const take = await fetchOne(environment, queue)

    await file.write('[{"id": "1", "title": "cut')
    await expect(take()).rejects.toThrow('truncated')
    await file.write('no JSON')
    expect(await take()).toMatchObject({ outcome: 'failed' })
  })
})
