import type pg from 'pg'
import { StoreError } from '../errors.ts'
import { counted } from '../model/counted.ts'
import { type Environment, environmentWords } from '../model/environment.ts'
import { printableLine } from '../model/printable.ts'
import { inTransaction } from '../store/database.ts'
import { type Launch, readLaunches, readUnlaunched, readUnwell } from '../store/launches.ts'
import { dropRetries, enqueueRuns, openQueue } from '../store/queue.ts'
import { countServices, silentAfterMs } from '../store/services.ts'

// Often enough that a person who waits does not notice.
const pollMs = 250
// A queue job of a run by the old definition may still hold its feed's place in the queue: asked again until there is room.
const enqueueEveryMs = 2_000
// A queue job that is gone without a recorded run is replaced: by a stopped worker now and then, for ever where runs cannot be recorded.
const mostQueueJobsPerFeed = 5

/** What waiting for workers takes. */
export interface LaunchContext {
  readonly pool: pg.Pool
  readonly now: () => Date
  readonly wait: (milliseconds: number) => Promise<void>
  /** Told whenever more first runs have ended. */
  readonly progress: (ended: number, all: number) => void
}

/**
 * Puts every feed that was not run by its present definition into the queue, and waits until workers have run it. In the local environment, where a
 * deployment answers a person who looks at all pages, feeds whose last run did not end well are run again; elsewhere their schedule does that.
 * Throws a StoreError when no worker was heard of for as long as a silent one is taken for alive, or when runs end without being recorded.
 */
export async function launchFeeds(release: string, environment: Environment, context: LaunchContext): Promise<Launch[]> {
  const { pool } = context
  const feeds = [...(await readUnlaunched(pool)), ...(environment === 'local' ? await readUnwell(pool) : [])]
  if (feeds.length === 0) return []
  await using queue = await openQueue(pool)
  let workerSeenAt = context.now().getTime()
  let enqueuedAt = 0
  let enqueued = 0
  while (true) {
    const launches = await readLaunches(pool, feeds)
    const waiting = launches.filter(({ outcome }) => outcome === undefined).map(({ feed }) => feed)
    context.progress(feeds.length - waiting.length, feeds.length)
    if (waiting.length === 0) return launches

    const now = context.now().getTime()
    if (now - enqueuedAt >= enqueueEveryMs) {
      // A retry may be a quarter of an hour away, and somebody waits here; a worker that stops leaves one, too.
      await dropRetries(pool, waiting)
      const queueJobs = waiting.map((feed) => ({ feed, release }))
      enqueued += await inTransaction(pool, 'launching feeds', (connection) => enqueueRuns(queue.boss, connection, queueJobs))
      enqueuedAt = now
      if (enqueued > feeds.length * mostQueueJobsPerFeed) {
        throw new StoreError(
          `${waiting.length} of ${counted(feeds.length, 'feed')} to launch ${waiting.length === 1 ? 'was' : 'were'} run again and again, and no run was recorded (${waiting.slice(0, 5).join(', ')}): look at the workers’ logs`,
        )
      }
    }
    if ((await countServices(pool, 'worker', new Date(now))) > 0) workerSeenAt = now
    else if (now - workerSeenAt > silentAfterMs) {
      throw new StoreError(
        `no worker is running in this environment, and ${counted(waiting.length, 'feed')} ${waiting.length === 1 ? 'waits' : 'wait'} for a first run: start npm run work`,
      )
    }
    await context.wait(pollMs)
  }
}

/** One sentence for each first run that brought no postings to the page. */
export function launchFailures(launches: readonly Launch[], environment: Environment): string[] {
  return launches
    .filter(({ outcome }) => outcome === 'held' || outcome === 'failed')
    .map(({ feed, run, outcome, cause, reasons }) => {
      const advice = outcome === 'held' && run !== undefined ? [`npm run accept -- ${run}${environmentWords(environment)}`] : []
      return `${feed}: ${outcome} (${cause}): ${[...reasons.map(printableLine), ...advice].join('; ')}`
    })
}
