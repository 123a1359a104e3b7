import type { Job, PgBoss, WorkHandler } from 'pg-boss'
import { readEnvironment } from '../store/environment.ts'
import { readLiveRelease } from '../store/live-release.ts'
import { freeAbandoned, openWorkerQueue, type QueueJob, runQueue } from '../store/queue.ts'
import { enqueueDue } from '../store/schedules.ts'
import { heartbeatMs, removeService, reportService } from '../store/services.ts'
import { PassingFailure, type QueueJobContext, takeQueueJob } from './queue-job.ts'
import { repeat } from './repeat.ts'

// A feed is due to the minute; it starts within seconds of it.
const tickMs = 5_000
// A queue job is announced by NOTIFY; this is for as long as nobody listens. Beside NOTIFY pg-boss asks every 30 seconds.
const pollingSeconds = 2

/** A worker's surroundings. `id` is a UUID that nobody else has. */
export interface WorkerContext extends Omit<QueueJobContext, 'boss'> {
  readonly id: string
  /** The same database as `pool`, for the queue's own connections. */
  readonly url: string
  readonly concurrency: number
}

/** A process that takes queue jobs and turns due feeds into them. */
export interface Worker {
  /** Takes no more, lets runs under way end for `graceMs`, then abandons them: the queue hands them to another worker. */
  stop(graceMs: number): Promise<void>
}

/** Starts a worker on a database that a deployment has prepared. */
export async function startWorker(context: WorkerContext): Promise<Worker> {
  const { id, pool, url, concurrency, log, now } = context
  const abandon = new AbortController()
  const source = { ...context.source, signal: abandon.signal }
  // Somebody who starts it again waits for what was interrupted.
  if ((await readEnvironment(pool)) === 'local') await freeAbandoned(pool)
  const boss = await openWorkerQueue(url, (error) => log.error({ error: error.message }, 'queue'))
  async function beat(): Promise<void> {
    const release = await readLiveRelease(pool)
    await reportService(pool, { id, kind: 'worker', ...(release === undefined ? {} : { release }) }, now())
  }
  await beat()
  const heartbeat = repeat(heartbeatMs, beat, log)
  const scheduler = repeat(tickMs, () => tick(boss, context), log)
  const running = new Set<Promise<unknown>>()
  async function take([queueJob]: readonly Job<QueueJob>[]): Promise<unknown> {
    const run = takeQueueJob(queueJob!, { ...context, source, boss })
    running.add(run)
    try {
      return await run
    } catch (error) {
      // The queue would keep it to itself. What may pass was logged as the run's outcome.
      if (!(error instanceof PassingFailure)) log.error({ feed: queueJob!.data.feed, err: error }, 'run crashed')
      throw error
    } finally {
      running.delete(run)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, () => takeOneByOne(boss, take)))
  return {
    async stop(graceMs) {
      await scheduler.stop()
      const stopped = boss.offWork(runQueue, { wait: true })
      const timer = setTimeout(() => abandon.abort(), graceMs)
      await Promise.allSettled(running)
      clearTimeout(timer)
      await stopped
      await boss.stop({ graceful: true, close: true, timeout: 5_000 })
      await heartbeat.stop()
      await removeService(pool, id, now())
    },
  }
}

/**
 * Takes queue jobs, one after the other, for as long as any wait. pg-boss by itself pauses after each, as if no more had been announced: hundreds of
 * feeds that are due together would take an hour.
 */
async function takeOneByOne(boss: PgBoss, take: WorkHandler<QueueJob>): Promise<void> {
  const id: Promise<string> = boss.work<QueueJob>(runQueue, { batchSize: 1, pollingIntervalSeconds: pollingSeconds }, async (queueJobs) => {
    try {
      return await take(queueJobs)
    } finally {
      boss.notifyWorker(await id)
    }
  })
  await id
}

async function tick(boss: PgBoss, { pool, log, now }: WorkerContext): Promise<void> {
  const enqueued = await enqueueDue(pool, boss, now())
  if (enqueued > 0) log.info({ feeds: enqueued }, 'due')
}
