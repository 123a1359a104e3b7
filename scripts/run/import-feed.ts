import type { Tally } from '../mapping/tally.ts'
import type { Feed } from '../model/feed.ts'
import type { SourceRecord } from '../model/record.ts'
import type { Counts, History, Outcome, SourceFacts } from '../model/run.ts'
import { missesBeforeRemoval } from '../quality/removal.ts'
import type { Comparison, Removes } from '../store/apply-incoming.ts'
import type { ReceivedPosting } from '../store/posting-rows.ts'
import type { RunRecord } from '../store/runs.ts'
import type { Judgement } from './judgement.ts'
import type { Stopwatch } from './stopwatch.ts'

/** A source that was opened: its records in batches, and what is known of it once they have ended. */
export interface OpenSource {
  readonly records: AsyncIterable<readonly SourceRecord[]>
  facts(): SourceFacts
}

/** What fetching found: nothing new, by the host's word or by the bytes themselves; or bytes to be read, here already or still coming. */
export type Fetched = { readonly kind: 'same'; readonly source?: SourceFacts } | { readonly kind: 'bytes' }

/** What an import does to the world; `Received` is whatever `receive` made. */
export interface ImportSteps<Received extends AsyncDisposable> {
  readonly tally: Tally
  readonly judgement: Judgement
  /** Opens the source. Where its bytes may be those of the last good run, they are all here when this resolves. */
  fetch(feed: Feed): Promise<Fetched>
  /** Reads the records. */
  read(feed: Feed): OpenSource
  map(records: AsyncIterable<readonly SourceRecord[]>): AsyncIterable<readonly ReceivedPosting[]>
  /** What the mapping noticed: unread fields and sentences about unknown words. */
  noticed(): { readonly unread: Readonly<Record<string, number>>; readonly warnings: readonly string[] }
  /** Streams into the incoming table; nothing is live yet. */
  receive(feed: Feed, postings: AsyncIterable<readonly ReceivedPosting[]>): Promise<Received>
  /** What the feed's earlier runs tell this one. It counts all live postings, so it is asked for only where there is something to judge. */
  readHistory(feed: Feed): Promise<History>
  compare(received: Received, missesBeforeRemoval: number): Promise<Comparison>
  /** Makes all of it live, together with its record; or changes nothing, where a newer run has begun. */
  apply(received: Received, removes: Removes, record: (counts: Counts) => RunRecord): Promise<Counts | 'fenced'>
  /** Records a run that changed no posting, and returns how it ended. */
  record(record: RunRecord): Promise<RunRecord>
}

/** One run: fetch, read, map, judge, then make all of it live or none of it. It is recorded when this returns. */
export async function importFeed<Received extends AsyncDisposable>(
  feed: Feed,
  steps: ImportSteps<Received>,
  stopwatch: Stopwatch,
): Promise<RunRecord> {
  const fetched = await steps.fetch(feed)
  stopwatch.lap('fetch')
  if (fetched.kind === 'same') {
    const known = fetched.source === undefined ? {} : { source: fetched.source }
    return steps.record({ outcome: { kind: 'unchanged', warnings: [] }, timings: stopwatch.timings(), ...known })
  }

  const source = steps.read(feed)
  await using received = await steps.receive(feed, steps.map(source.records))
  stopwatch.lap('receive')
  const facts = source.facts()
  const measured = steps.tally.measured()
  const { unread, warnings: noticed } = steps.noticed()
  function report(outcome: Outcome): RunRecord {
    return { outcome, timings: stopwatch.timings(), measured, source: facts, skipped: steps.tally.skippedExamples, unread }
  }

  const history = await steps.readHistory(feed)
  const verdict = steps.judgement.judge(measured, facts, feed, history)
  const warnings = [...verdict.warnings, ...noticed]
  if (verdict.hold !== undefined) return await steps.record(report({ kind: 'held', ...verdict.hold, warnings }))

  const comparison = await steps.compare(received, missesBeforeRemoval)
  stopwatch.lap('compare')
  const removes = verdict.mayRemove ? 'missing' : 'overdue'
  const tooMany = steps.judgement.judgeRemoval(comparison[removes], { ...history, live: comparison.live })
  if (tooMany !== undefined) return await steps.record(report({ kind: 'held', ...tooMany, warnings }))

  let saved: RunRecord | undefined
  const counts = await steps.apply(received, removes, (counted) => {
    stopwatch.lap('apply')
    saved = report(isNothing(counted) ? { kind: 'unchanged', warnings } : { kind: 'saved', counts: counted, warnings })
    return saved
  })
  if (counts === 'fenced' || saved === undefined) return await steps.record(report(fenced))
  return saved
}

const fenced: Outcome = { kind: 'failed', cause: 'fenced', message: 'a newer run of this feed has begun; this one changed nothing' }

function isNothing({ added, changed, removed }: Counts): boolean {
  return added + changed + removed === 0
}
