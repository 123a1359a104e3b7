import type { Feed } from '../model/feed.ts'
import type { Problem } from '../model/problem.ts'
import type { Reading, SourceContext } from '../source/read.ts'
import type { PlacedPosting } from '../store/posting-rows.ts'
import type { Progress } from '../terminal/progress.ts'
import { previewBoth } from './preview-both.ts'
import { previewFeed } from './preview-feed.ts'
import { type BaseReport, type FeedReport, type Origin, reportSide } from './report.ts'
import { tellReading } from './tell-reading.ts'

/** The bytes of one feed: where they are, and how to begin reading them. */
export interface ChosenBytes {
  readonly origin: Origin
  open(context: Omit<SourceContext, 'root'>): Promise<Reading>
}

/** Another version of the client file: the name of its commit, and its feeds; none, and nothing to compare with, where it has problems. */
export interface Base {
  readonly ref: string
  readonly feeds: readonly Feed[]
  readonly problems: readonly Problem[]
}

/** What previewing a feed takes besides its bytes. */
export interface ReportSteps {
  /** What is compared with, if anything. */
  readonly base?: Base | undefined
  readonly context: Omit<SourceContext, 'root' | 'onProgress' | 'wait'>
  /** The time by which postings are closed. */
  readonly now: Date
  /** Sees each posting of the feed as it is now. */
  see(postings: readonly PlacedPosting[]): Promise<void>
  /** Opens the progress of one reading, which is stopped at its end. */
  progress(label: string): Progress
}

/** Previews one feed as it is now, and over the same bytes as the base has it, where that has it. */
export async function reportFeed(feed: Feed, { origin, open }: ChosenBytes, steps: ReportSteps): Promise<FeedReport> {
  const { base, see, now } = steps
  let progress = steps.progress(feed.id)
  const told = tellReading(() => progress)
  const context = { ...steps.context, ...told }
  if (origin.kind === 'live') progress.note(`reading ${origin.place}`)
  const extent = origin.kind === 'sample' ? 'excerpt' : { wholeAt: now }
  const before = base?.feeds.find(({ id }) => id === feed.id)
  try {
    if (base === undefined || before === undefined) {
      const side = reportSide(feed, await previewFeed(feed, { read: () => open(context), see, extent }))
      return { feed: feed.id, from: origin, ...side, ...(base !== undefined && { base: uncompared(base) }) }
    }
    const both = await previewBoth(feed, before, {
      open: (listeners) => open({ ...context, ...listeners }),
      onBefore: () => {
        progress.stop()
        progress = steps.progress(`${feed.id} at ${base.ref}`)
        return told.onProgress
      },
      see,
      extent,
    })
    const difference = both.comparison === undefined ? {} : { difference: both.comparison }
    const compared = { ref: base.ref, side: reportSide(before, both.before), ...difference }
    return { feed: feed.id, from: origin, ...reportSide(feed, both.now), base: compared }
  } finally {
    progress.stop()
  }
}

function uncompared({ ref, problems }: Base): BaseReport {
  return problems.length === 0 ? { ref } : { ref, problems }
}
