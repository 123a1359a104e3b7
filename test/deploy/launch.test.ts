import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { launchFailures } from '../../scripts/deploy/launch.ts'
import { releaseOf } from '../../scripts/deploy/release.ts'
import { type Deployment, deployRelease } from '../../scripts/deploy/steps.ts'
import type { Environment } from '../../scripts/model/environment.ts'
import type { ResolvedClient } from '../../scripts/model/feed.ts'
import { startWorker } from '../../scripts/run/worker.ts'
import { migrate, readMigrations } from '../../scripts/store/migrate.ts'
import { installQueue, openQueue } from '../../scripts/store/queue.ts'
import { beginRun } from '../../scripts/store/runs.ts'
import { countServices, reportService } from '../../scripts/store/services.ts'
import { aFileFeed, feedFile, listOf, runContext } from '../run/world.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { aResolvedClient } from '../support/environment.ts'

/** Deploys these clients while a worker runs, in real time. */
async function deployWithWorker(
  { pool, url }: TestDatabase,
  root: string,
  clients: readonly ResolvedClient[],
  environment: Environment = 'local',
): Promise<Deployment> {
  await migrate(pool, await readMigrations())
  await installQueue(url)
  const now = () => new Date()
  const worker = await startWorker({
    ...runContext(pool, root),
    now,
    id: randomUUID(),
    url,
    concurrency: 2,
    log: pino({ level: 'silent' }),
  })
  try {
    return await deployRelease(releaseOf('a'.repeat(40), clients), environment, {
      pool,
      url,
      actor: 'rita',
      variables: {},
      now,
      ticks: () => performance.now(),
      wait: (milliseconds) => wait(milliseconds),
      say() {},
      progress() {},
    })
  } finally {
    await worker.stop(10_000)
  }
}

describe('launchFeeds', () => {
  it('has workers run new feeds, and runs them no second time', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await file.write(listOf('1', '2'))
    const clients = [aResolvedClient({ feeds: [aFileFeed(), aFileFeed({ id: 'acme/more', name: 'more' })] })]

    const first = await deployWithWorker(database, file.root, clients)
    const second = await deployWithWorker(database, file.root, clients)

    expect(first).toMatchObject({
      launches: [
        { feed: 'acme/jobs', outcome: 'saved' },
        { feed: 'acme/more', outcome: 'saved' },
      ],
      failures: [],
    })
    expect(second.launches).toEqual([])
    expect((await database.pool.query('select from posting')).rowCount).toBe(4)
    expect(await countServices(database.pool, 'worker', new Date())).toBe(0)
  })

  it('gives up where runs end and none is recorded', async () => {
    await using database = await testDatabase()
    const { pool, url } = database
    await migrate(pool, await readMigrations())
    await installQueue(url)
    let milliseconds = Date.parse('2026-03-02T05:00:00Z')
    const now = () => new Date(milliseconds)

    const deploying = deployRelease(releaseOf('a'.repeat(40), [aResolvedClient({ feeds: [aFileFeed()] })]), 'local', {
      pool,
      url,
      actor: 'rita',
      variables: {},
      now,
      ticks: () => milliseconds,
      // In place of a worker: alive, it takes the queue job and says nothing of it.
      async wait(passed) {
        milliseconds += passed
        await reportService(pool, { id: '00000000-0000-4000-8000-000000000001', kind: 'worker' }, now())
        await pool.query('delete from pgboss.job')
      },
      say() {},
      progress() {},
    })

    await expect(deploying).rejects.toThrow('1 of 1 feed to launch was run again and again, and no run was recorded (acme/jobs)')
  })

  it('runs a feed that was defined anew', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await file.write(listOf('1'))
    await deployWithWorker(database, file.root, [aResolvedClient({ feeds: [aFileFeed()] })])
    const { mapping } = aFileFeed()

    const { launches } = await deployWithWorker(database, file.root, [
      aResolvedClient({ feeds: [aFileFeed({ mapping: { ...mapping, department: { const: 'Sales' } } })] }),
    ])

    expect(launches).toMatchObject([{ feed: 'acme/jobs', outcome: 'saved' }])
  })

  it('runs again what did not end well, until it does', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await file.write(listOf('1'))
    const clients = [aResolvedClient({ feeds: [aFileFeed({ expect: { postings: { min: 2 } } })] })]

    const first = await deployWithWorker(database, file.root, clients)
    const second = await deployWithWorker(database, file.root, clients)
    await file.write(listOf('1', '2'))
    const third = await deployWithWorker(database, file.root, clients)
    const fourth = await deployWithWorker(database, file.root, clients)

    expect([first, second, third, fourth].map(({ launches }) => launches.map(({ outcome }) => outcome))).toEqual([
      ['held'],
      ['held'],
      ['saved'],
      [],
    ])
    expect([first, second, third, fourth].map(({ failures }) => failures.length)).toEqual([1, 1, 0, 0])
    expect(second.launches[0]?.run).not.toBe(first.launches[0]?.run)
  })

  it('runs again what was stopped in between, at once even where it waits to be tried again', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    await file.write(listOf('1'))
    const clients = [aResolvedClient({ feeds: [aFileFeed()] })]
    await deployWithWorker(database, file.root, clients)
    await beginRun(pool, { feed: 'acme/jobs', now: new Date(), mappingHash: () => '' })
    await using queue = await openQueue(pool)
    const release = 'a'.repeat(40)
    await queue.boss.insert('run', [{ data: { feed: 'acme/jobs', release }, singletonKey: 'acme/jobs' }])
    await pool.query(`update pgboss.job set state = 'retry', start_after = now() + interval '1 hour' where state = 'created'`)

    const { launches } = await deployWithWorker(database, file.root, clients)

    expect(launches).toMatchObject([{ feed: 'acme/jobs', outcome: 'unchanged' }])
    expect((await pool.query('select outcome, cause from run order by id')).rows).toEqual([
      { outcome: 'saved', cause: null },
      { outcome: 'failed', cause: 'stopped' },
      { outcome: 'unchanged', cause: null },
    ])
  })

  it('leaves what did not end well to its schedule in other environments', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await file.write(listOf('1'))
    const clients = [aResolvedClient({ feeds: [aFileFeed({ expect: { postings: { min: 2 } } })] })]

    await deployWithWorker(database, file.root, clients, 'staging')
    const second = await deployWithWorker(database, file.root, clients, 'staging')

    expect(second.launches).toEqual([])
  })

  it('tells of a first run that was held', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await file.write(listOf('1'))

    const { failures } = await deployWithWorker(database, file.root, [
      aResolvedClient({ feeds: [aFileFeed({ expect: { postings: { min: 2 } } })] }),
    ])

    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain('acme/jobs: held (expectation): 1 posting, expected at least 2')
  })
})

describe('launchFailures', () => {
  it('tells of held and failed runs only', () => {
    const reasons = ['too few']
    const failures = launchFailures(
      [
        { feed: 'acme/a', outcome: 'saved', reasons: [] },
        { feed: 'acme/b', run: '7', outcome: 'held', cause: 'expectation', reasons },
        { feed: 'acme/c', outcome: 'failed', cause: 'timeout', reasons },
      ],
      'staging',
    )

    expect(failures).toEqual([
      'acme/b: held (expectation): too few; npm run accept -- 7 --environment staging',
      'acme/c: failed (timeout): too few',
    ])
  })

  it('are one line each, whatever the feed has', () => {
    const reasons = ['unknown country "\n::error::x\u001b[2J"']

    const failures = launchFailures([{ feed: 'acme/a', outcome: 'failed', cause: 'mapping', reasons }], 'local')

    expect(failures).toEqual(['acme/a: failed (mapping): unknown country " ::error::x\ufffd[2J"'])
  })
})
