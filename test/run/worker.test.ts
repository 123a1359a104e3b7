import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { startWorker, type Worker } from '../../scripts/run/worker.ts'
import { freeAbandoned, installQueue, type Queue, runQueue } from '../../scripts/store/queue.ts'
import { beginRun } from '../../scripts/store/runs.ts'
import { countServices } from '../../scripts/store/services.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { testQueue } from '../support/test-queue.ts'
import { aFileFeed, runContext } from './world.ts'

/** A host that takes requests and never answers; `asked` resolves with the first, `askedAgain` with the next one. */
async function silentHost(): Promise<
  AsyncDisposable & { readonly host: string; readonly asked: Promise<unknown>; askedAgain(): Promise<unknown> }
> {
  const server = createServer(() => {})
  const asked = once(server, 'request')
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    askedAgain: () => once(server, 'request'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** An environment with one feed, of a silent host, that is queued. */
interface QueuedSilentFeed extends AsyncDisposable, Pick<TestDatabase, 'pool' | 'url'> {
  readonly silent: Awaited<ReturnType<typeof silentHost>>
  readonly queue: Queue
}

async function queuedSilentFeed(): Promise<QueuedSilentFeed> {
  await using opened = new AsyncDisposableStack()
  const database = opened.use(await testDatabase())
  const silent = opened.use(await silentHost())
  const { pool, url } = database
  const source = { http: { url: `http://${silent.host}/jobs.json` }, format: { json: {} } }
  const { id: release } = await deployed(pool, [aResolvedClient({ feeds: [aFileFeed({ source })] })])
  const queue = opened.use(await testQueue(database, [{ feed: 'acme/jobs', release }]))
  const kept = opened.move()
  return { pool, url, silent, queue, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** A worker as a process of its own. */
function spawnWorker({ url, silent }: QueuedSilentFeed): ChildProcess {
  const variables = { ...process.env, DATABASE_URL: url, FEED_PRIVATE_HOSTS: silent.host }
  return spawn(process.execPath, ['scripts/work.ts'], { env: variables, stdio: 'ignore' })
}

async function workerOn({ pool, url }: Pick<TestDatabase, 'pool' | 'url'>, host: string): Promise<Worker> {
  const context = runContext(pool, '/', { privateHosts: [host] })
  return startWorker({ ...context, now: () => new Date(), id: randomUUID(), url, concurrency: 1, log: pino({ level: 'silent' }) })
}

/** Waits until the server has noticed that a killed worker's connections are over. */
async function untilGone(pool: TestDatabase['pool']): Promise<void> {
  const isThere = `select from pg_stat_activity where datname = current_database() and application_name like 'client-imports %'`
  while ((await pool.query(isThere)).rowCount !== 0);
}

describe('startWorker', () => {
  it('abandons a run that outlasts its grace, and leaves it to the queue', async () => {
    await using queued = await queuedSilentFeed()
    const { pool, silent, queue } = queued
    const worker = await workerOn(queued, silent.host)
    await silent.asked

    await worker.stop(0)

    const { rows } = await pool.query('select outcome, cause from run')
    expect(rows).toEqual([{ outcome: 'failed', cause: 'stopped' }])
    const [job] = await queue.boss.findJobs(runQueue)
    expect(job?.state).toBe('retry')
    expect(await countServices(pool, 'worker', new Date())).toBe(0)
  })

  it('is outlived by its queue job when it is killed, and the next run of the feed closes the one it left', async () => {
    await using queued = await queuedSilentFeed()
    const { pool, silent, queue } = queued
    const worker = spawnWorker(queued)
    await silent.asked

    worker.kill('SIGKILL')
    await once(worker, 'exit')
    // As if the time had passed after which the queue takes a silent worker for dead.
    await pool.query(`update pgboss.job set heartbeat_on = heartbeat_on - interval '10 minutes'`)
    await queue.boss.supervise(runQueue)

    expect((await queue.boss.findJobs(runQueue))[0]?.state).toBe('retry')
    await beginRun(pool, { feed: 'acme/jobs', now: new Date(), mappingHash: () => '' })
    const { rows } = await pool.query('select outcome, cause from run order by id')
    expect(rows).toEqual([
      { outcome: 'failed', cause: 'stopped' },
      { outcome: null, cause: null },
    ])
  })

  it('takes up at once what a killed one left in local, unless another lives that may have it', async () => {
    await using queued = await queuedSilentFeed()
    const { pool, silent, queue } = queued
    const stateOf = async () => (await queue.boss.findJobs(runQueue))[0]?.state
    const killed = spawnWorker(queued)
    await silent.asked

    await freeAbandoned(pool)
    const whileItLives = await stateOf()
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    await untilGone(pool)
    const again = silent.askedAgain()
    const worker = await workerOn(queued, silent.host)
    await again

    expect([whileItLives, await stateOf()]).toEqual(['active', 'active'])
    expect((await pool.query('select outcome, cause from run order by id')).rows).toEqual([
      { outcome: 'failed', cause: 'stopped' },
      { outcome: null, cause: null },
    ])
    await worker.stop(0)
  })

  it('takes one queue job after the other without waiting, whatever the queue’s own pause', async () => {
    await using database = await testDatabase()
    const { pool } = database
    const feeds = ['one', 'two', 'three', 'four'].map((name) => aFileFeed({ id: `acme/${name}`, name }))
    const { id: release } = await deployed(pool, [aResolvedClient({ feeds })])
    await using _ = await testQueue(
      database,
      feeds.map(({ id }) => ({ feed: id, release })),
    )
    const began = performance.now()

    const worker = await workerOn(database, 'nowhere.example')
    while ((await pool.query('select from run where outcome is not null')).rowCount !== feeds.length);
    await worker.stop(0)

    // pg-boss asks every half a minute where queue jobs are announced.
    expect(performance.now() - began).toBeLessThan(25_000)
  })

  it('is listed while it runs', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await installQueue(database.url)

    const worker = await workerOn(database, 'nobody')

    expect(await countServices(database.pool, 'worker', new Date())).toBe(1)
    await worker.stop(1000)
  })
})
