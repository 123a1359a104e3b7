import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import { expectedEnding } from '../model/sample-place.ts'
import { viewSample } from '../preview/view-feed.ts'

/** Path of the file that holds what a sample is to be mapped to. */
export function expectedPath(sample: string): string {
  return sample.replace(/\.[^./]+$/, expectedEnding)
}

/** The postings of a feed that is read from its sample, and why there are none or not all, if so. `root` is the repository's. */
export async function mapSample(
  feed: Feed,
  root: string,
): Promise<{ readonly postings: readonly Posting[]; readonly reasons: readonly string[] }> {
  const { postings, view } = await viewSample(feed, { root, secrets: {}, privateHosts: [] })
  return { postings, reasons: view.reasons }
}

/** One posting a line, as JSON: what a reviewer knows it by comes first, and the rest as the mapping gives it, in the order of the alphabet. */
export function renderPostings(postings: readonly Posting[]): string {
  return postings.map(({ id, title, ...rest }) => `${JSON.stringify({ id, title, ...rest })}\n`).join('')
}
