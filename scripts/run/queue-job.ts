import type { Job, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Outcome } from '../model/run.ts'
import { inTransaction } from '../store/database.ts'
import { endQueueJob, enqueueRuns, type QueueJob } from '../store/queue.ts'
import { addWarnings } from '../store/run-warnings.ts'
import { type NotBegun, readFeed } from '../store/runs.ts'
import { isWorthRetrying } from './retry.ts'
import { type Ran, runFeed } from './run-feed.ts'
import type { RunContext } from './steps.ts'

/** What taking a queue job needs besides what a run needs. */
export interface QueueJobContext extends RunContext {
  readonly boss: PgBoss
  readonly log: Logger
  /** Compares the pages of a client (its id) with what is stored, once a run has saved: one sentence for each difference. */
  readonly verify?: (client: string) => Promise<readonly string[]>
}

/** What the queue keeps of a queue job that was taken. */
export interface Taken {
  readonly run?: string
  readonly outcome: Outcome['kind'] | NotBegun['kind']
}

/** A run whose cause, the message, may pass: thrown to the queue, which tries again later. The queue keeps it, so it quotes nothing. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure'
}

/**
 * Runs the feed that a queue job names. One of a release that is not live is refused, and queued again under the live one if that
 * still has the feed. Throws where the queue should try again.
 */
export async function takeQueueJob(queueJob: Job<QueueJob>, context: QueueJobContext): Promise<Taken> {
  const { feed, release } = queueJob.data
  const log = context.log.child({ feed })
  log.info({ release }, 'run begins')
  const result = await runFeed({ feed, release }, context)
  switch (result.kind) {
    case 'ran':
      if (result.record.outcome.kind === 'saved') await verifySaved(result.run, feed, context)
      return report(result, log)
    case 'wrongRelease':
      log.warn({ release, live: result.live }, 'refused: the queue job belongs to another release')
      await requeue(queueJob, result.live, context)
      return { outcome: 'wrongRelease' }
    case 'noFeed':
      log.warn('refused: the live release has no such feed')
      return { outcome: 'noFeed' }
    default:
      return result satisfies never
  }
}

/** The run is over, and stays what it is: pages that differ are a warning, and a comparison that fails is not the feed's fault. */
async function verifySaved(run: string, feed: string, { pool, verify, log }: QueueJobContext): Promise<void> {
  if (verify === undefined) return
  try {
    const differences = await verify(feed.slice(0, feed.indexOf('/')))
    if (differences.length === 0) return
    log.warn({ feed, run, differences }, 'pages differ')
    await addWarnings(pool, run, differences)
  } catch (err) {
    log.error({ feed, run, err }, 'pages could not be verified')
  }
}

function report({ run, record }: Ran, log: Logger): Taken {
  const { outcome, measured, timings } = record
  log[outcome.kind === 'held' || outcome.kind === 'failed' ? 'warn' : 'info'](
    { run, ...outcome, postings: measured?.postings, timings },
    'run ended',
  )
  if (outcome.kind === 'failed' && isWorthRetrying(outcome)) throw new PassingFailure(outcome.cause)
  return { run, outcome: outcome.kind }
}

/** In one transaction, since the queue has room for one queue job of a feed only: the old one ends as the new one is added. */
async function requeue(queueJob: Job<QueueJob>, live: string | undefined, { boss, pool }: QueueJobContext): Promise<void> {
  if (live === undefined) return
  await inTransaction(pool, `${queueJob.data.feed}: queueing it again`, async (connection) => {
    await endQueueJob(boss, connection, queueJob.id, { outcome: 'wrongRelease' } satisfies Taken)
    if ((await readFeed(connection, queueJob.data.feed)) === undefined) return
    await enqueueRuns(boss, connection, [{ feed: queueJob.data.feed, release: live }])
  })
}
