import type { FeedView } from '../model/change-report.ts'
import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import type { Outcome } from '../model/run.ts'
import { readSource, type SourceContext } from '../source/read.ts'
import { type Preview, previewFeed } from './preview-feed.ts'

/** What a feed gives, stored nowhere: the figures, and all postings themselves. */
export interface Viewed {
  readonly view: FeedView
  readonly postings: readonly Posting[]
}

/** Reads a feed whose source is its sample: all of it is held in memory. */
export async function viewSample(feed: Feed, context: SourceContext): Promise<Viewed> {
  const postings: Posting[] = []
  const preview = await previewFeed(feed, {
    read: () => readSource(feed, context),
    extent: 'excerpt',
    async see(batch) {
      for (const { posting } of batch) postings.push(posting)
    },
  })
  return { view: viewOf(preview), postings }
}

/** The figures of a preview. */
export function viewOf({ outcome, measured, unread }: Preview): FeedView {
  const { records, skipped, filled } = measured
  return { records, postings: measured.postings, skipped, filled, unread: Object.keys(unread), ...ending(outcome) }
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
