import type { FeedView } from '../model/change-report.ts'
import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import type { Outcome } from '../model/run.ts'
import { isSamplePath } from '../sample-place.ts'
import { readBytes, readSource, type SourceContext } from '../source/read.ts'
import type { OpenSource } from './import-feed.ts'
import { previewFeed } from './preview-feed.ts'

/** What a feed gives, stored nowhere: the figures, and all postings themselves. */
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

async function view(feed: Feed, read: () => Promise<OpenSource>): Promise<Viewed> {
  const postings = new Map<string, Posting>()
  const { outcome, measured, unread } = await previewFeed(feed, {
    read,
    isExcerpt: isSamplePath(feed.source.file?.path ?? ''),
    async see(batch) {
      // As in a run, the first of several with one id counts.
      for (const { posting } of batch) if (!postings.has(posting.id)) postings.set(posting.id, posting)
    },
  })
  const { records, skipped, filled } = measured
  const figures = { records, postings: measured.postings, skipped, filled, unread: Object.keys(unread) }
  return { view: { ...figures, ...ending(outcome) }, postings: [...postings.values()] }
}

function ending(outcome: Outcome): Pick<FeedView, 'outcome' | 'reasons' | 'warnings'> {
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged':
      return { outcome: 'saved', reasons: [], warnings: outcome.warnings }
    case 'held':
      return { outcome: 'held', reasons: outcome.reasons, warnings: outcome.warnings }
    case 'failed':
      return { outcome: 'failed', reasons: [outcome.message], warnings: [] }
    default:
      return outcome satisfies never
  }
}
