import type pg from 'pg'
import type { Environment } from '../model/environment.ts'
import type { ResolvedClient } from '../model/feed.ts'
import { firstOpenDay, isClosed } from '../model/last-day.ts'
import type { Posting } from '../model/posting.ts'
import type {
  Choices,
  LiveRelease,
  PostingAddress,
  PostingFilter,
  PostingList,
  ShownClient,
  ShownPosting,
  Stretch,
} from '../model/showing.ts'
import { ChoiceReads } from './choice-reads.ts'
import { type Queryable, storing } from './database.ts'
import { lastGoodRun } from './good-runs.ts'
import { filterQuery, openCondition, type Query } from './posting-filter.ts'
import { Versioned } from './versioned.ts'

// A list does without descriptions, which are nearly all of a posting.
const postingColumns = `feed, content - 'description' as content, changed_at, removed_at is not null as is_removed`

// Postings come and go only with a good run that is counted, in its transaction, or with their feed. Of one that is back, the runs are still there and
// the postings are not: a feed has another token each time it comes.
const clientColumns = `c.id, c.configuration->>'name' as name, c.configuration->'page' as page,
  coalesce(array(select f.id from feed f where f.client = c.id order by f.id), '{}') as feeds,
  coalesce((select string_agg(concat_ws(':', f.changed_token, good.id), ',' order by f.id)
    from feed f left join lateral (${lastGoodRun('id', 'f.id')}) good on true where f.client = c.id), '') as version`

// The newest first. Their clients' dates may be absent, of the future or of today each day: what counts is when a posting came. Of those that came
// together, as all have when a feed is new, the client's own order stays.
const newestFirst = 'first_seen_at desc, feed, position, id'

const postingsOfClient = `select count(*)::int from posting p join feed f on f.id = p.feed where f.client = c.id and p.removed_at is null`

// A few bytes each: the clients that are looked at.
const mostRemembered = 10_000

interface ClientRow {
  readonly id: string
  readonly name: string
  readonly page: ResolvedClient['page']
  readonly feeds: string[]
  readonly version: string
}

interface PostingRow {
  readonly feed: string
  readonly content: Posting
  readonly changed_at: Date
  readonly is_removed: boolean
}

/** Reads what the pages show from `database`: one query for each need. `now` says which postings are closed. */
export class PageReads {
  readonly #database: Queryable
  readonly #now: () => Date
  readonly #choices: ChoiceReads
  // Counting is most of what a page of 10,000 postings would cost.
  readonly #counts = new Versioned<number>(mostRemembered)

  constructor(database: Queryable, now: () => Date) {
    this.#database = database
    this.#now = now
    this.#choices = new ChoiceReads(database)
  }

  /** The live client whose page has this slug. */
  async client(slug: string): Promise<ShownClient | undefined> {
    // Nobody's slug, and PostgreSQL would refuse the text.
    if (slug.includes('\0')) return undefined
    const [row] = await this.#read<ClientRow>(`select ${clientColumns} from client c where c.slug = $1`, [slug])
    return row && this.#counted(row)
  }

  /** All live clients, by slug. */
  async clients(): Promise<ShownClient[]> {
    return this.#read<ClientRow & { readonly postings: number }>(
      `select ${clientColumns}, (${postingsOfClient}) as postings from client c order by c.slug`,
    )
  }

  /**
   * Open postings without their descriptions, the newest first, those that came together in the client's own order, with their number under the same
   * filter.
   */
  async postings(client: ShownClient, filter: PostingFilter, { limit, offset }: Stretch): Promise<PostingList> {
    const day = firstOpenDay(this.#now())
    const { closed } = await this.#choices.choices(client, day)
    // Where all are open, nothing but the index need be looked at.
    const since = closed > 0 ? day : undefined
    if (Object.keys(filter).length > 0) return this.#filtered(filterQuery(client.feeds, filter, since), { limit, offset })
    const rows = await this.#read<PostingRow>(
      // The keys first, from the index alone (posting_newest), feed by feed, since an index has one order: of 10,000 postings the first page takes 0.2 ms
      // and the last 3 ms; read with the postings it would take 21.
      `select ${postingColumns} from posting join (
         select newest.feed, newest.id from unnest($1::text[]) one (feed) cross join lateral (
           select feed, first_seen_at, position, id from posting where feed = one.feed and removed_at is null
             ${since === undefined ? '' : `and ${openCondition('$4')}`}
           order by first_seen_at desc, position, id limit $2::int + $3::int
         ) newest order by ${newestFirst} limit $2 offset $3
       ) stretch using (feed, id)
       order by ${newestFirst}`,
      [client.feeds, limit, offset, ...(since === undefined ? [] : [since])],
    )
    return { total: client.postings - closed, postings: rows.map((row) => this.#shown(row)) }
  }

  async #filtered({ sql, parameters }: Query, { limit, offset }: Stretch): Promise<PostingList> {
    const rows = await this.#read<PostingRow & { readonly total: number }>(
      `with matching as materialized (${sql}),
         stretch as (select feed, id from matching order by ${newestFirst} limit $${parameters.length + 1} offset $${parameters.length + 2})
       select total, p.* from (select count(*)::int as total from matching) all_matching
       left join (select first_seen_at, position, posting.id, ${postingColumns} from posting join stretch using (feed, id)) p on true
       order by ${newestFirst}`,
      [...parameters, limit, offset],
    )
    // Without a match there is still one row, that of the number.
    return { total: rows[0]!.total, postings: rows.filter(({ feed }) => feed !== null).map((row) => this.#shown(row)) }
  }

  /** What the client's open postings can be filtered by. */
  async choices(client: ShownClient): Promise<Choices> {
    return this.#choices.choices(client, firstOpenDay(this.#now()))
  }

  /** One posting of a live feed (its name, without the client), whole, removed ones included. */
  async posting({ id: client, feeds }: ShownClient, feedName: string, id: string): Promise<ShownPosting | undefined> {
    // Nobody's id, and PostgreSQL would refuse the text.
    if (id.includes('\0') || !feeds.includes(`${client}/${feedName}`)) return undefined
    const [row] = await this.#read<PostingRow>(
      'select feed, content, changed_at, removed_at is not null as is_removed from posting where feed = $1 and id = $2',
      [`${client}/${feedName}`, id],
    )
    return row && this.#shown(row)
  }

  /** Addresses of those that are open of a stretch of the live postings, in a stable order: a stretch does not change because a day is over. */
  async addresses({ feeds }: ShownClient, { limit, offset }: Stretch): Promise<PostingAddress[]> {
    return this.#read<PostingAddress>(
      `select feed, id, changed_at as "changedAt" from (
         select feed, id, changed_at, facets from posting where feed = any($1) and removed_at is null order by feed, id limit $2 offset $3
       ) stretch where ${openCondition('$4')} order by feed, id`,
      [feeds, limit, offset, firstOpenDay(this.#now())],
    )
  }

  /** What is live in this environment. */
  async live(): Promise<LiveRelease> {
    const [row] = await this.#read<{ environment: Environment | null; release: string | null; since: Date | null }>(
      `select (select name from environment) as environment, (select release from live_release) as release, (select since from live_release) as since`,
    )
    return { environment: row?.environment ?? undefined, release: row?.release ?? undefined, since: row?.since ?? undefined }
  }

  #shown({ feed, content, changed_at, is_removed }: PostingRow): ShownPosting {
    const isOver = !is_removed && isClosed(content, this.#now())
    return { feed, posting: content, changedAt: changed_at, isRemoved: is_removed, isClosed: isOver }
  }

  /** Counted after the version was read, so never older than that. */
  async #counted(client: ClientRow): Promise<ShownClient> {
    const postings = await this.#counts.get(client.id, `${client.version} ${client.feeds.join()}`, async () => {
      const [row] = await this.#read<{ count: number }>(
        'select count(*)::int as count from posting where feed = any($1) and removed_at is null',
        [client.feeds],
      )
      return row!.count
    })
    return { ...client, postings }
  }

  async #read<Row extends pg.QueryResultRow>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return storing('reading for a page', async () => (await this.#database.query<Row>(sql, [...parameters])).rows)
  }
}
