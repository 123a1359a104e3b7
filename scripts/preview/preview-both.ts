import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf } from '../canonical.ts'
import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import type { OpenSource } from '../run/import-feed.ts'
import { readBytes, type SourceContext } from '../source/read.ts'
import type { PlacedPosting } from '../store/posting-rows.ts'
import { openTemporaryFolder } from '../temporary-folder.ts'
import { type Comparison, comparePostings } from './compare-postings.ts'
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
 * Previews a feed as it is now and as it was before, over the very same bytes: they are read once and kept in a file meanwhile. Memory holds a hash
 * of each posting and those that differ. Where the first reading fails the second sees what had come by then.
 */
export async function previewBoth(feed: Feed, earlier: Feed, steps: BothSteps): Promise<Both> {
  await using folder = await openTemporaryFolder('preview')
  const paths = { bytes: join(folder.path, 'bytes'), postings: join(folder.path, 'postings') }
  const { now, charset, hashById } = await previewNow(feed, steps, paths)

  const differing: Posting[] = []
  let unchanged = 0
  const before = await previewFeed(earlier, {
    extent: steps.extent,
    read: async () => {
      const onProgress = steps.onBefore?.()
      const listening = onProgress === undefined ? {} : { onProgress }
      return readBytes(earlier, createReadStream(paths.bytes), { charset, totalBytes: now.source?.bytes, ...listening })
    },
    see: async (postings) => {
      for (const { posting } of postings) {
        if (hashById.get(posting.id) !== hashOf(posting)) differing.push(posting)
        else if (hashById.delete(posting.id)) unchanged += 1
      }
    },
  })
  if (now.outcome.kind === 'failed' || before.outcome.kind === 'failed') return { now, before }
  const compared = comparePostings(differing, await readPostings(paths.postings, hashById))
  return { now, before, comparison: { ...compared, unchanged } }
}

/** The first reading: `charset` where HTTP named it, and a hash of each posting by its id. */
interface NowRead {
  readonly now: Preview
  readonly charset: string | undefined
  readonly hashById: Map<string, string>
}

/** The preview of the feed as it is now; leaves its bytes and its postings in files. */
async function previewNow(
  feed: Feed,
  { open, see, extent }: BothSteps,
  paths: { readonly bytes: string; readonly postings: string },
): Promise<NowRead> {
  const hashById = new Map<string, string>()
  let charset: string | undefined
  // At once rather than through a stream: nobody waits for a listener, and a stream would hold in memory what came too fast.
  const [bytesFile, postingsFile] = [openSync(paths.bytes, 'w'), openSync(paths.postings, 'w')]
  try {
    const now = await previewFeed(feed, {
      extent,
      read: () =>
        open({
          onBytes: (bytes) => writeSync(bytesFile, bytes),
          onEncoding: ({ label, namedBy }) => {
            charset = namedBy === 'the HTTP header' ? label : undefined
          },
        }),
      see: async (postings) => {
        for (const { posting } of postings) hashById.set(posting.id, hashOf(posting))
        writeSync(postingsFile, postings.map(({ posting }) => `${JSON.stringify(posting)}\n`).join(''))
        await see(postings)
      },
    })
    return { now, charset, hashById }
  } finally {
    closeSync(bytesFile)
    closeSync(postingsFile)
  }
}

/** The postings in a file whose ids are wanted, one a line. */
async function readPostings(path: string, wanted: ReadonlyMap<string, unknown>): Promise<Posting[]> {
  const found: Posting[] = []
  if (wanted.size === 0) return found
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      const posting = JSON.parse(line) as Posting
      if (wanted.has(posting.id)) found.push(posting)
    }
  }
  return found
}
