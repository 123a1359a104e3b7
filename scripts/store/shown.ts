import { firstOpenDay } from '../model/last-day.ts'
import type { Posting } from '../model/posting.ts'
import { type Queryable, storing } from './database.ts'
import { lastGoodRun } from './good-runs.ts'
import { openCondition } from './posting-filter.ts'

/** What the pages of one client should show. */
export interface StoredPage {
  readonly client: string
  readonly name: string
  readonly slug: string
  /** Number of live postings that are open, and of those that are closed: their last day of publication is over. */
  readonly postings: number
  readonly closed: number
  /** How many postings lacked what JobPosting markup takes when the last good runs counted them. */
  readonly unmarked: number
  /** The first few open postings of each feed, and the first closed one. */
  readonly samples: readonly { readonly feed: string; readonly id: string; readonly posting: Posting }[]
}

/** Which pages to read about: at most `samples` open postings of each feed, of these clients or of all, as they should be at the time `now`. */
export interface StoredPagesQuery {
  readonly now: Date
  readonly samples: number
  readonly clients?: readonly string[] | undefined
}

/** What the pages should show. */
export async function readStoredPages(database: Queryable, { now, samples, clients }: StoredPagesQuery): Promise<StoredPage[]> {
  const isOpen = openCondition('$3')
  const { rows } = await storing('reading what pages should show', () =>
    database.query<StoredPage>(
      `select client.id as client, client.configuration->>'name' as name, client.slug, counted.postings, counted.closed,
         (select coalesce(sum((good.measured->'unmarked'->>'postings')::int), 0)::int from feed
           cross join lateral (${lastGoodRun('measured', 'feed.id')}) as good where feed.client = client.id) as unmarked,
         coalesce((select jsonb_agg(jsonb_build_object(
           'feed', sample.feed, 'id', sample.id, 'posting', sample.content))
           from feed cross join lateral (
             (select feed, id, content from posting where posting.feed = feed.id and removed_at is null and ${isOpen}
              order by first_seen_at desc, position limit $1)
             union all
             (select feed, id, content from posting where posting.feed = feed.id and removed_at is null and not ${isOpen}
              order by first_seen_at desc, position limit least($1, 1))
           ) as sample where feed.client = client.id), '[]') as samples
       from client cross join lateral (
         select count(*) filter (where ${isOpen})::int as postings, count(*) filter (where not ${isOpen})::int as closed
         from feed join posting on posting.feed = feed.id and removed_at is null where feed.client = client.id
       ) as counted
       where $2::text[] is null or client.id = any($2) order by client.id`,
      [samples, clients ?? null, firstOpenDay(now)],
    ),
  )
  return rows
}
