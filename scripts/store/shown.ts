import type { Posting } from '../model/posting.ts'
import { type Queryable, storing } from './database.ts'

/** What the pages of one client should show. */
export interface StoredPage {
  readonly client: string
  readonly name: string
  readonly slug: string
  /** Number of live postings. */
  readonly postings: number
  /** The first few postings of each feed. */
  readonly samples: readonly { readonly feed: string; readonly id: string; readonly posting: Posting }[]
}

/** What the pages should show, of these clients or of all; at most `samples` postings of each feed. */
export async function readStoredPages(database: Queryable, samples: number, clients?: readonly string[]): Promise<StoredPage[]> {
  const { rows } = await storing('reading what pages should show', () =>
    database.query<StoredPage>(
      `select client.id as client, client.configuration->>'name' as name, client.slug,
         (select count(*)::int from feed join posting on posting.feed = feed.id and removed_at is null where feed.client = client.id) as postings,
         coalesce((select jsonb_agg(jsonb_build_object(
           'feed', sample.feed, 'id', sample.id, 'posting', sample.content))
           from feed cross join lateral (
             select feed, id, content from posting where posting.feed = feed.id and removed_at is null order by position limit $1
           ) as sample where feed.client = client.id), '[]') as samples
       from client where $2::text[] is null or client.id = any($2) order by client.id`,
      [samples, clients ?? null],
    ),
  )
  return rows
}
