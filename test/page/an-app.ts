import type { Posting } from '../../scripts/model/posting.ts'
import type { ShownClient } from '../../scripts/model/showing.ts'
import { pageApp } from '../../scripts/page/app.ts'
import type { Site } from '../../scripts/page/site.ts'
import { aPosting } from '../support/build.ts'
import { memoryReader } from './memory-reader.ts'
import { aShownClient, aSite } from './world.ts'

/** What a test is about; the rest is as usual. */
export interface World {
  readonly site?: Partial<Site>
  readonly client?: Partial<ShownClient>
  readonly postings?: readonly Posting[]
  readonly removed?: readonly string[]
}

/** The pages of one client, and what was asked of its reader. */
export function anApp({ site, client, postings = [aPosting()], removed = [] }: World = {}) {
  const shown = postings.map((posting) => ({
    feed: 'acme/jobs',
    posting,
    changedAt: new Date('2026-03-01T00:00:00Z'),
    isRemoved: removed.includes(posting.id),
  }))
  const errors: string[] = []
  const reader = memoryReader([aShownClient({ postings: postings.length - removed.length, ...client })], shown)
  const app = pageApp({ site: aSite(site), reader, onError: (error, path) => errors.push(`${path}: ${error.message}`) })
  return { app, reader, errors, get: async (path: string) => app.request(path) }
}
