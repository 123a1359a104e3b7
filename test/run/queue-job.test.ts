import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { takeQueueJob } from '../../scripts/run/queue-job.ts'
import { inTransaction } from '../../scripts/store/database.ts'
import { enqueueRuns, installQueue, openQueue, type QueueJob, runQueue } from '../../scripts/store/queue.ts'
import { testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { aFileFeed, feedFile, listOf, runContext } from './world.ts'

const log = pino({ level: 'silent' })
const clients = [aResolvedClient({ feeds: [aFileFeed()] })]

describe('takeQueueJob', () => {
  it('runs the feed of a queue job of the live release', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    const live = await deployed(pool, clients)
    await file.write(listOf('1'))
    await installQueue(database.url)
    await using queue = await openQueue(pool)
    await inTransaction(pool, 'test', (connection) => enqueueRuns(queue.boss, connection, [{ feed: 'acme/jobs', release: live.id }]))
    const [job] = await queue.boss.fetch<QueueJob>(runQueue)

    const taken = await takeQueueJob(job!, { ...runContext(pool, file.root), boss: queue.boss, log })

    expect(taken).toMatchObject({ outcome: 'saved' })
  })

  it.each<[string, () => Promise<readonly string[]>, readonly string[]]>([
    [
      'warns where the pages do not show',
      async () => ['/clients/acme: 1 postings are stored, the page has 0'],
      ['/clients/acme: 1 postings are stored, the page has 0'],
    ],
    ['keeps', async () => [], []],
    ['keeps, where the comparison fails,', () => Promise.reject(new Error('no database')), []],
  ])('%s what was saved', async (_, verify, warnings) => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    const live = await deployed(pool, clients)
    await file.write(listOf('1'))
    await installQueue(database.url)
    await using queue = await openQueue(pool)
    await inTransaction(pool, 'test', (connection) => enqueueRuns(queue.boss, connection, [{ feed: 'acme/jobs', release: live.id }]))
    const [job] = await queue.boss.fetch<QueueJob>(runQueue)
    const verified: string[] = []

    const taken = await takeQueueJob(job!, {
      ...runContext(pool, file.root),
      boss: queue.boss,
      log,
      verify: (client) => {
        verified.push(client)
        return verify()
      },
    })

    expect([taken.outcome, verified]).toEqual(['saved', ['acme']])
    expect((await pool.query('select outcome, warnings from run')).rows).toEqual([{ outcome: 'saved', warnings }])
  })

  it('refuses one of an older release, and queues the feed under the live one', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    const live = await deployed(pool, clients)
    await installQueue(database.url)
    await using queue = await openQueue(pool)
    await inTransaction(pool, 'test', (connection) => enqueueRuns(queue.boss, connection, [{ feed: 'acme/jobs', release: 'older' }]))
    const [job] = await queue.boss.fetch<QueueJob>(runQueue)

    const taken = await takeQueueJob(job!, { ...runContext(pool, file.root), boss: queue.boss, log })

    expect(taken).toEqual({ outcome: 'wrongRelease' })
    expect((await pool.query('select from run')).rowCount).toBe(0)
    const [next] = await queue.boss.fetch<QueueJob>(runQueue)
    expect(next?.data).toEqual({ feed: 'acme/jobs', release: live.id })
  })

  it('drops one whose feed the live release does not have', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    await deployed(pool, clients)
    await installQueue(database.url)
    await using queue = await openQueue(pool)
    await inTransaction(pool, 'test', (connection) => enqueueRuns(queue.boss, connection, [{ feed: 'acme/gone', release: 'older' }]))
    const [job] = await queue.boss.fetch<QueueJob>(runQueue)

    await takeQueueJob(job!, { ...runContext(pool, file.root), boss: queue.boss, log })

    expect(await queue.boss.fetch(runQueue)).toEqual([])
  })

  it('has the queue try again where the cause may pass, and only there', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    const live = await deployed(pool, clients)
    await installQueue(database.url)
    await using queue = await openQueue(pool)
    await inTransaction(pool, 'test', (connection) => enqueueRuns(queue.boss, connection, [{ feed: 'acme/jobs', release: live.id }]))
    const [job] = await queue.boss.fetch<QueueJob>(runQueue)
    const context = { ...runContext(pool, file.root), boss: queue.boss, log }

    await file.write('[{"id": "1", "title": "cut')
    await expect(takeQueueJob(job!, context)).rejects.toThrow('truncated')
    await file.write('no JSON')
    expect(await takeQueueJob(job!, context)).toMatchObject({ outcome: 'failed' })
  })
})
