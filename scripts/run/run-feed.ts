import { MachineError, SourceError, StoreError } from '../errors.ts'
import type { Outcome } from '../model/run.ts'
import { type Begun, beginRun, type NotBegun, type RunRecord } from '../store/runs.ts'
import { importFeed } from './import-feed.ts'
import { type Judgement, usualJudgement } from './judgement.ts'
import { mappingHash } from './mapping-hash.ts'
import { recordAlone } from './record-alone.ts'
import { isWorthKeeping } from './record-run.ts'
import { type ByteSource, ownSource, RunBytes } from './run-bytes.ts'
import { importSteps, type RunContext } from './steps.ts'
import { Stopwatch } from './stopwatch.ts'

/** Which feed, and by which release; without one, by whichever is live. `source` is where the bytes come from, if not from the feed's own source. */
export interface FeedRequest {
  readonly feed: string
  readonly release?: string
  readonly source?: ByteSource
}

/** A run that took place. */
export interface Ran {
  readonly kind: 'ran'
  readonly run: string
  readonly release: string
  readonly record: RunRecord
}

/**
 * Runs one feed as the environment has it, and records how that ended. A failure of the client's host, of the database or of this machine is an
 * outcome; a bug of ours is recorded with the cause `crash` and thrown on.
 */
export async function runFeed(request: FeedRequest, context: RunContext): Promise<Ran | NotBegun> {
  const { pool, now, engine } = context
  const begun = await beginRun(pool, { ...request, now: now(), mappingHash: (feed) => mappingHash(feed, engine) })
  if (begun.kind !== 'begun') return begun
  return runBegun(begun, request.source ?? ownSource, usualJudgement, context)
}

/** Runs to its end what has begun, as runFeed promises. */
export async function runBegun(begun: Begun, source: ByteSource, judgement: Judgement, context: RunContext): Promise<Ran> {
  return { kind: 'ran', run: begun.run, release: begun.release, record: await runRecorded(begun, source, judgement, context) }
}

async function runRecorded(begun: Begun, source: ByteSource, judgement: Judgement, context: RunContext): Promise<RunRecord> {
  const stopwatch = new Stopwatch(context.ticks)
  await using bytes = new RunBytes(source, context.source)
  const run = { begun, bytes }
  try {
    return await importFeed(begun.feed, importSteps(run, judgement, context), stopwatch)
  } catch (error) {
    const outcome = outcomeOf(error, begun.feed.id, context.source.signal?.aborted === true)
    const record = { outcome, timings: stopwatch.timings() }
    if (isWorthKeeping(outcome)) await bytes.complete()
    const recorded = await recordAlone(run, record, context)
    if (outcome.kind === 'failed' && outcome.cause === 'crash') throw error
    return recorded
  }
}

/** How a run of a feed ended that threw. An error names its feed, as it must in a log; an outcome is that of its feed wherever it is shown. */
export function outcomeOf(error: unknown, feed: string, isStopped: boolean): Outcome {
  const text = error instanceof Error ? error.message : String(error)
  const message = text.startsWith(`${feed}: `) ? text.slice(feed.length + 2) : text
  if (isStopped) return { kind: 'failed', cause: 'stopped', message: 'the process was asked to stop' }
  if (error instanceof SourceError) return { kind: 'failed', cause: error.causeName, message }
  if (error instanceof StoreError) return { kind: 'failed', cause: 'store', message }
  if (error instanceof MachineError) return { kind: 'failed', cause: 'machine', message }
  return { kind: 'failed', cause: 'crash', message }
}
