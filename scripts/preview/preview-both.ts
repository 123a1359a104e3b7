import type { Feed } from '../model/feed.ts'
import type { OpenSource } from '../run/import-feed.ts'
import { readBytes, type SourceContext } from '../source/read.ts'
import type { PlacedPosting } from '../store/posting-rows.ts'
import { openUnnamedFile, type UnnamedFile } from '../temporary-folder.ts'
import type { Comparison } from './compare-postings.ts'
import { PostingMatcher } from './match-postings.ts'
import { type Extent, type Preview, previewFeed } from './preview-feed.ts'

/** How the feed is read: once, with these listeners put into its reading. */
export interface BothSteps {
  open(listeners: Pick<SourceContext, 'onBytes' | 'onEncoding'>): Promise<OpenSource & AsyncDisposable>
  /** Sees each posting of the feed as it is now. */
  see(postings: readonly PlacedPosting[]): Promise<void>
  readonly extent: Extent
  /** The same bytes are about to be mapped as before; what it returns is told how far that is. */
  readonly onBefore?: () => SourceContext['onProgress']
}

/** Two mappings over the same bytes; `comparison` is there where both could be read to their end. */
export interface Both {
  readonly now: Preview
  readonly before: Preview
  readonly comparison?: Comparison
}

/**
 * Previews a feed as it is now and as it was before, over the very same bytes: they are read once and kept in a file meanwhile, so that memory does
 * not grow with them. Where the first reading fails the second sees what had come by then.
 */
export async function previewBoth(feed: Feed, earlier: Feed, steps: BothSteps): Promise<Both> {
  using bytes = await openUnnamedFile('preview')
  using postingsNow = await openUnnamedFile('preview')
  using postingsBefore = await openUnnamedFile('preview')
  const matcher = new PostingMatcher(postingsNow, postingsBefore)
  const { now, charset } = await previewNow(feed, steps, { file: bytes, take: (posting) => matcher.takeNow(posting) })

  const before = await previewFeed(earlier, {
    extent: steps.extent,
    read: async () => {
      const onProgress = steps.onBefore?.()
      const listening = onProgress === undefined ? {} : { onProgress }
      return readBytes(earlier, bytes.read(), { charset, totalBytes: now.source?.bytes, ...listening })
    },
    see: async (postings) => {
      for (const posting of postings) matcher.takeBefore(posting)
    },
  })
  if (now.outcome.kind === 'failed' || before.outcome.kind === 'failed') return { now, before }
  return { now, before, comparison: matcher.finish() }
}

/** Where the first reading leaves its bytes, and who takes its postings. */
interface Kept {
  readonly file: UnnamedFile
  take(posting: PlacedPosting): void
}

/** The preview of the feed as it is now; `charset` where HTTP named it. */
async function previewNow(
  feed: Feed,
  { open, see, extent }: BothSteps,
  { file, take }: Kept,
): Promise<{ readonly now: Preview; readonly charset: string | undefined }> {
  let charset: string | undefined
  const now = await previewFeed(feed, {
    extent,
    read: () =>
      open({
        onBytes: (bytes) => file.write(bytes),
        onEncoding: ({ label, namedBy }) => {
          charset = namedBy === 'the HTTP header' ? label : undefined
        },
      }),
    see: async (postings) => {
      for (const posting of postings) take(posting)
      await see(postings)
    },
  })
  return { now, charset }
}
