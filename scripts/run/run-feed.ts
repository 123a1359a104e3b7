import { SourceError, StoreError } from '../errors.ts'
import type { Outcome } from '../model/run.ts'
import { type Begun, beginRun, finishRun, type NotBegun, type RunRecord } from '../store/runs.ts'
import { importFeed } from './import-feed.ts'
import { mappingHash } from './mapping-hash.ts'
import { importSteps, type RunContext } from './steps.ts'
import { Stopwatch } from './stopwatch.ts'

/** Which feed, and by which release; without one, by whichever is live. */
export interface FeedRequest {
  readonly feed: string
  readonly release?: string
}

/** A run that took place. */
export interface Ran {
  readonly kind: 'ran'
  readonly run: string
  readonly release: string
  readonly record: RunRecord
}

/**
 * Runs one feed as the environment has it, and records how that ended. A failure of the client's host or of the database is an outcome;
 * a bug of ours is recorded with the cause `crash` and thrown on.
 */
export async function runFeed(request: FeedRequest, context: RunContext): Promise<Ran | NotBegun> {
  const begun = await beginRun(context.pool, { ...request, now: context.now(), mappingHash })
  if (begun.kind !== 'begun') return begun
  return { kind: 'ran', run: begun.run, release: begun.release, record: await runBegun(begun, context) }
}

async function runBegun(begun: Begun, context: RunContext): Promise<RunRecord> {
  const stopwatch = new Stopwatch(context.ticks)
  try {
    return await importFeed(begun.feed, begun.history, importSteps(begun, context), stopwatch)
  } catch (error) {
    const outcome = outcomeOf(error, context.source.signal?.aborted === true)
    const record = { outcome, timings: stopwatch.timings() }
    await finishRun(context.pool, begun.run, record, context.now())
    if (outcome.kind === 'failed' && outcome.cause === 'crash') throw error
    return record
  }
}

/** How a run ended that threw. */
export function outcomeOf(error: unknown, isStopped: boolean): Outcome {
  const message = error instanceof Error ? error.message : String(error)
  if (isStopped) return { kind: 'failed', cause: 'stopped', message: 'the process was asked to stop' }
  if (error instanceof SourceError) return { kind: 'failed', cause: error.reason, message }
  if (error instanceof StoreError) return { kind: 'failed', cause: 'store', message }
  return { kind: 'failed', cause: 'crash', message }
}
