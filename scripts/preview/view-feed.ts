import type { FeedView } from '../model/change-report.ts'
import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import { readSource, type SourceContext } from '../source/read.ts'
import { type Preview, previewFeed } from './preview-feed.ts'
import { endingOf } from './report.ts'

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
export function viewOf({ measured, unread, ...preview }: Preview): FeedView {
  const { records, postings, skipped, filled } = measured
  const { outcome, reasons, warnings } = endingOf(preview.outcome)
  return { records, postings, skipped, filled, unread: Object.keys(unread), outcome, reasons, warnings }
}
