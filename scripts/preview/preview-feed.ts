import { compileMapping } from '../mapping/compile.ts'
import { FieldNames } from '../mapping/field-tree.ts'
import { Tally } from '../mapping/tally.ts'
import type { Feed } from '../model/feed.ts'
import { isClosed } from '../model/last-day.ts'
import type { Posting } from '../model/posting.ts'
import type { SourceRecord } from '../model/record.ts'
import type { Measured, Outcome, Skipped, SourceFacts } from '../model/run.ts'
import { judge } from '../quality/judge.ts'
import type { OpenSource } from '../run/import-feed.ts'
import { mapRecords } from '../run/map-records.ts'
import { outcomeOf } from '../run/run-feed.ts'
import { closedSentences, markupSentences, warningSentence } from '../run/warning-text.ts'
import type { PlacedPosting } from '../store/posting-rows.ts'
import { absentSentences } from './absent-fields.ts'

/** A preview shows as many postings as one takes in at a glance. */
const postingsShown = 5

/** What a run would find. `outcome` is `saved` where a run of a new feed would save all of it. */
export interface Preview {
  readonly feed: string
  readonly outcome: Outcome
  readonly measured: Measured
  /** Absent where the source could not be read to its end. */
  readonly source?: SourceFacts
  readonly skipped: readonly Skipped[]
  readonly unread: Readonly<Record<string, number>>
  /** The first postings, in the feed's order. */
  readonly postings: readonly Posting[]
  /** Of each property that is filled, its value in the first posting that has it. */
  readonly firstValues: Readonly<Record<string, unknown>>
}

/**
 * What is read: a whole list, whose postings are closed or not at that time; or a sample. Numbers and shares of an excerpt cannot be judged, so what
 * would hold a run is a warning as long as there are postings; and none of its postings is said to be closed, since it is old.
 */
export type Extent = { readonly wholeAt: Date } | 'excerpt'

/** How a preview reads, and who else wants to see each posting. */
export interface PreviewSteps {
  /** Opens the source, which is disposed of however the preview ends: one that fails early leaves the rest of an answer unread. */
  read(feed: Feed): Promise<OpenSource & AsyncDisposable>
  see(postings: readonly PlacedPosting[]): Promise<void>
  readonly extent: Extent
}

/** A run that stores nothing: the same reading, mapping and judging, as of a feed that never ran. A bug of ours is thrown. */
export async function previewFeed(feed: Feed, steps: PreviewSteps): Promise<Preview> {
  const mapper = compileMapping(feed)
  const tally = new Tally()
  const names = new FieldNames()
  const postings: Posting[] = []
  const firstValues: Record<string, unknown> = {}
  const { extent } = steps
  let closed = 0
  function preview(outcome: Outcome, source?: SourceFacts): Preview {
    const unread = Object.fromEntries(mapper.unread())
    const found = { feed: feed.id, outcome, measured: tally.measured(), skipped: tally.skippedExamples, unread, postings, firstValues }
    return source === undefined ? found : { ...found, source }
  }
  try {
    await using source = await steps.read(feed)
    for await (const batch of mapRecords(learning(source.records, names), { mapper, tally })) {
      for (const { posting } of batch.slice(0, postingsShown - postings.length)) postings.push(posting)
      for (const { posting } of batch) for (const property in posting) firstValues[property] ??= posting[property as keyof Posting]
      if (extent !== 'excerpt') closed += batch.filter(({ posting }) => isClosed(posting, extent.wholeAt)).length
      await steps.see(batch)
    }
    const facts = source.facts()
    const measured = tally.measured()
    const noticed = [...mapper.warnings().map(warningSentence), ...markupSentences(measured), ...closedSentences(closed, measured.postings)]
    const { leftOut = 0, records } = measured
    const absent = names.tree === undefined ? [] : absentSentences(feed, names.tree, records > 0 && leftOut === records)
    return preview(judgeReading(feed, extent, { measured, facts, absent, noticed }), facts)
  } catch (error) {
    const outcome = outcomeOf(error, feed.id, false)
    if (outcome.kind === 'failed' && outcome.cause === 'crash') throw error
    return preview(outcome)
  }
}

/** What came of a feed that was read to its end. */
interface Reading {
  readonly measured: Measured
  readonly facts: SourceFacts
  /** Of fields that the mapping names and no record has: they may be why a run is held. */
  readonly absent: readonly string[]
  /** What is worth a look, and holds no run. */
  readonly noticed: readonly string[]
}

/** How a run of a new feed would end. */
function judgeReading(feed: Feed, extent: Extent, { measured, facts, absent, noticed }: Reading): Outcome {
  const isExcerpt = extent === 'excerpt'
  // That an excerpt is not the whole list is known.
  const { hold, warnings } = judge(measured, isExcerpt ? { ...facts, isComplete: true } : facts, feed, { live: 0, goodRuns: [] })
  const { postings: added } = measured
  if (hold !== undefined && !(isExcerpt && added > 0)) {
    return { kind: 'held', cause: hold.cause, reasons: [...hold.reasons, ...absent], warnings: [...warnings, ...noticed] }
  }
  const unjudged = (hold?.reasons ?? []).map((reason) => `not judged on a sample: ${reason}`)
  const counts = { added, changed: 0, removed: 0, unchanged: 0 }
  return { kind: 'saved', counts, warnings: [...unjudged, ...absent, ...warnings, ...noticed] }
}

async function* learning(
  records: AsyncIterable<readonly SourceRecord[]>,
  names: FieldNames,
): AsyncGenerator<readonly SourceRecord[], void, undefined> {
  for await (const batch of records) {
    for (const { fields } of batch) names.learn(fields)
    yield batch
  }
}
