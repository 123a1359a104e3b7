import { SourceError } from '../errors.ts'
import { compileMapping } from '../mapping/compile.ts'
import { Tally } from '../mapping/tally.ts'
import type { FeedView } from '../model/change-report.ts'
import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import { judge } from '../quality/judge.ts'
import { type Reading, readBytes, readSource, type SourceContext } from '../source/read.ts'
import { mapRecords } from './map-records.ts'
import { warningSentence } from './warning-text.ts'

/** What a feed gives, stored nowhere: the figures, and the postings themselves. */
export interface Viewed {
  readonly view: FeedView
  readonly postings: readonly Posting[]
}

/** Reads a feed's own source; `bytes` is what it sent, so that another mapping can be tried on the very same. */
export async function viewSource(feed: Feed, context: SourceContext): Promise<Viewed & { readonly bytes: Uint8Array }> {
  const pieces: Uint8Array[] = []
  const viewed = await view(feed, () => readSource(feed, { ...context, onBytes: (piece) => pieces.push(piece) }))
  return { ...viewed, bytes: Buffer.concat(pieces) }
}

/** Reads bytes as the feed's source would be read. */
export async function viewBytes(feed: Feed, bytes: Uint8Array): Promise<Viewed> {
  return view(feed, async () => readBytes(feed, bytes))
}

async function view(feed: Feed, open: () => Promise<Reading>): Promise<Viewed> {
  const mapper = compileMapping(feed)
  const tally = new Tally()
  const postings = new Map<string, Posting>()
  try {
    const reading = await open()
    for await (const batch of mapRecords(reading.records, mapper, tally)) {
      // As in a run, the first of several with one id counts.
      for (const { posting } of batch) if (!postings.has(posting.id)) postings.set(posting.id, posting)
    }
    const verdict = judge(tally.measured(), reading.facts(), feed, { live: 0, goodRuns: [] })
    const outcome =
      verdict.hold === undefined
        ? ({ outcome: 'saved', reasons: [] } as const)
        : ({ outcome: 'held', reasons: verdict.hold.reasons } as const)
    return {
      view: { ...figures(tally, mapper), ...outcome, warnings: [...verdict.warnings, ...mapper.warnings().map(warningSentence)] },
      postings: [...postings.values()],
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { view: { ...figures(tally, mapper), outcome: 'failed', reasons: [error.message], warnings: [] }, postings: [] }
  }
}

function figures(
  tally: Tally,
  mapper: ReturnType<typeof compileMapping>,
): Pick<FeedView, 'records' | 'postings' | 'skipped' | 'filled' | 'unread'> {
  const { records, postings, skipped, filled } = tally.measured()
  return { records, postings, skipped, filled, unread: [...mapper.unread().keys()] }
}
