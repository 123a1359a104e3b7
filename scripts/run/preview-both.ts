import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Comparison, comparePostings } from '../compare-postings.ts'
import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import { readBytes, type SourceContext } from '../source/read.ts'
import type { PlacedPosting } from '../store/copy-encoding.ts'
import type { OpenSource } from './import-feed.ts'
import { type Preview, previewFeed } from './preview-feed.ts'

/** How the feed is read: once, with these listeners put into its reading. */
export interface BothSteps {
  open(listeners: Pick<SourceContext, 'onBytes' | 'onEncoding'>): Promise<OpenSource>
  /** Sees each posting of the feed as it is now. */
  see(postings: readonly PlacedPosting[]): Promise<void>
  readonly isExcerpt: boolean
}

/** Two mappings over the same bytes; `comparison` is there where both could be read to their end. */
export interface Both {
  readonly now: Preview
  readonly before: Preview
  readonly comparison?: Comparison
}

/**
 * Previews a feed as it is now and as it was before, over the very same bytes: they are read once and kept in a file meanwhile, so that a
 * large feed costs no memory but that of its postings. Where the first reading fails the second sees what had come by then.
 */
export async function previewBoth(now: Feed, before: Feed, { open, see, isExcerpt }: BothSteps): Promise<Both> {
  const folder = await mkdtemp(join(tmpdir(), 'client-imports-preview-'))
  const path = join(folder, 'bytes')
  try {
    let charset: string | undefined
    const file = openSync(path, 'w')
    const later: Posting[] = []
    const seen = await previewFeed(now, {
      isExcerpt,
      read: () =>
        open({
          // At once rather than through a stream: nobody waits for a listener, and a stream would hold in memory what came too fast.
          onBytes: (bytes) => writeSync(file, bytes),
          onEncoding: ({ label, namedBy }) => {
            charset = namedBy === 'the HTTP header' ? label : undefined
          },
        }),
      see: async (postings) => {
        for (const { posting } of postings) later.push(posting)
        await see(postings)
      },
    }).finally(() => closeSync(file))

    const earlier: Posting[] = []
    const was = await previewFeed(before, {
      isExcerpt,
      read: async () => readBytes(before, createReadStream(path), { charset }),
      see: async (postings) => {
        for (const { posting } of postings) earlier.push(posting)
      },
    })
    const isComparable = seen.outcome.kind !== 'failed' && was.outcome.kind !== 'failed'
    return { now: seen, before: was, ...(isComparable && { comparison: comparePostings(earlier, later) }) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
