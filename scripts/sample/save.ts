import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../errors.ts'
import type { Feed } from '../model/feed.ts'
import { sampleFolder } from '../model/sample-place.ts'
import { expectedPath, mapSample, renderPostings } from './expected.ts'
import { findSample, readFromFile } from './find.ts'
import type { Sample } from './take.ts'

/** Writes the sample of a feed to its place, and gives the path from the root; an earlier one of another format goes. */
export async function saveSample(feed: Feed, root: string, { bytes, extension }: Sample): Promise<string> {
  const path = `${sampleFolder}/${feed.client}/${feed.name}.${extension}`
  const earlier = await findSample(root, feed)
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), bytes)
  if (earlier !== undefined && earlier !== path) await rm(join(root, earlier))
  return path
}

/** What a sample was mapped to. */
export interface SavedPostings {
  /** Where the postings stand now, from the root. */
  readonly path: string
  readonly postings: number
}

/** Writes beside the sample at `path` what it is mapped to now. Throws UsageError where that is no posting at all. */
export async function saveExpected(feed: Feed, path: string, root: string): Promise<SavedPostings> {
  const { postings, reasons } = await mapSample(readFromFile(feed, path), root)
  if (postings.length === 0) throw new UsageError(`${path} gives no posting: ${reasons.join('; ')}`)
  const expected = expectedPath(path)
  await writeFile(join(root, expected), renderPostings(postings))
  return { path: expected, postings: postings.length }
}
