import type pg from 'pg'
import type { Feed, ResolvedClient } from '../model/feed.ts'
import type { Shape } from '../model/recall.ts'
import type { History, Measured, Outcome, Skipped, SourceFacts } from '../model/run.ts'
import { inTransaction, type Queryable, storing } from './database.ts'
import { countedGoodCondition } from './good-runs.ts'
import { readLiveRelease } from './live-release.ts'

/** What the last run read that was saved or unchanged: for conditional requests and for telling the same bytes. */
export interface EarlierSource {
  readonly etag?: string
  readonly lastModified?: string
  readonly contentHash?: string
}

/** A run under way. `fencingToken` is a 64-bit integer as text. */
export interface Begun {
  readonly kind: 'begun'
  readonly run: string
  readonly release: string
  readonly fencingToken: string
  readonly feed: Feed
  /** The hash of the mapping as it is now. */
  readonly mappingHash: string
  /** Absent where the mapping has changed since, or where postings are being missed: then the same bytes must be read again. */
  readonly earlier?: EarlierSource
  /** The shapes of the records that the last good run remembered; none where it used another mapping. */
  readonly shapes: readonly Shape[]
}

/** Why no run begins: the release asked for is not live, or the live one has no such feed. */
export type NotBegun = { readonly kind: 'wrongRelease'; readonly live?: string } | { readonly kind: 'noFeed' }

/** What is asked for. Without a release it is whichever is live. */
export interface RunRequest {
  readonly feed: string
  readonly release?: string
  readonly now: Date
  /** The hash that tells whether bytes would be mapped as they were. */
  readonly mappingHash: (feed: Feed) => string
}

/** All that is recorded about a run, besides when and by which release. Timings are milliseconds by step. */
export interface RunRecord {
  readonly outcome: Outcome
  readonly timings: Readonly<Record<string, number>>
  readonly measured?: Measured
  readonly source?: SourceFacts
  readonly skipped?: readonly Skipped[]
  /** Unread source fields, and in how many records each is filled. */
  readonly unread?: Readonly<Record<string, number>>
}

/** Begins a run in one transaction: the release is checked, the fencing token rises, earlier runs that never ended are closed. */
export async function beginRun(pool: pg.Pool, request: RunRequest): Promise<Begun | NotBegun> {
  return inTransaction(pool, `${request.feed}: beginning a run`, async (connection) => {
    // Shared: runs begin together, but a deployment waits until they have begun, and they until it has ended.
    const live = await connection.query<{ release: string }>('select release from live_release for share')
    const release = live.rows[0]?.release
    if (release === undefined) return { kind: 'wrongRelease' }
    if (request.release !== undefined && request.release !== release) return { kind: 'wrongRelease', live: release }
    const feed = await readFeed(connection, request.feed)
    if (feed === undefined) return { kind: 'noFeed' }
    return begin(connection, { ...request, release }, feed)
  })
}

/** A run that takes the place of a held one: which, and who says so. */
export interface Acceptance {
  readonly run: string
  readonly by: string
}

/** Begins a run of a feed of the live release, in the caller's transaction. */
export async function begin(
  connection: pg.PoolClient,
  request: RunRequest & { readonly release: string },
  feed: Feed,
  accepted?: Acceptance,
): Promise<Begun> {
  const { rows } = await connection.query<FeedRow>(
    `update feed set fencing_token = nextval('fencing_token') where id = $1
     returning fencing_token, etag, last_modified, content_hash, mapping_hash, record_shapes`,
    [feed.id],
  )
  const row = rows[0]!
  await connection.query(
    `update run set outcome = 'failed', cause = 'stopped', finished_at = $2,
       reasons = '["it ended without a word: its process was killed or frozen, or lost the database"]'
     where feed = $1 and finished_at is null`,
    [feed.id, request.now],
  )
  const run = await connection.query<{ id: string }>(
    'insert into run (feed, release, fencing_token, started_at, accepts, accepted_by) values ($1, $2, $3, $4, $5, $6) returning id',
    [feed.id, request.release, row.fencing_token, request.now, accepted?.run ?? null, accepted?.by ?? null],
  )
  const mappingHash = request.mappingHash(feed)
  const isAsBefore = accepted === undefined && row.mapping_hash === mappingHash && !(await missesPostings(connection, feed.id))
  return {
    kind: 'begun',
    run: run.rows[0]!.id,
    release: request.release,
    fencingToken: row.fencing_token,
    feed,
    mappingHash,
    shapes: row.mapping_hash === mappingHash ? row.record_shapes : [],
    ...(isAsBefore ? { earlier: earlierSourceOf(row) } : {}),
  }
}

interface FeedRow {
  readonly fencing_token: string
  readonly etag: string | null
  readonly last_modified: string | null
  readonly content_hash: string | null
  readonly mapping_hash: string | null
  readonly record_shapes: readonly Shape[]
}

function earlierSourceOf(row: FeedRow): EarlierSource {
  return {
    ...(row.etag === null ? {} : { etag: row.etag }),
    ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
    ...(row.content_hash === null ? {} : { contentHash: row.content_hash }),
  }
}

async function missesPostings(connection: pg.PoolClient, feed: string): Promise<boolean> {
  const { rowCount } = await connection.query('select from posting where feed = $1 and missed > 0 and removed_at is null limit 1', [feed])
  return rowCount === 1
}

/**
 * Locks the client of a feed until the transaction ends: before the feed itself, as deployments do. What changes a feed twice looks at its client (that
 * is how PostgreSQL checks a foreign key), and would wait for a deployment that waits for the feed.
 */
export async function holdClient(connection: pg.PoolClient, feed: string): Promise<void> {
  await connection.query('select from client where id = (select client from feed where id = $1) for key share', [feed])
}

/** One feed as the live release has it. */
export async function readFeed(database: Queryable, id: string): Promise<Feed | undefined> {
  const { rows } = await storing(`${id}: reading its configuration`, () =>
    database.query<{ configuration: ResolvedClient }>(
      'select client.configuration from feed join client on client.id = feed.client where feed.id = $1',
      [id],
    ),
  )
  return rows[0]?.configuration.feeds.find((feed) => feed.id === id)
}

/** Ids of all feeds that are live, in order; none before the first deployment. */
export async function listFeeds(database: Queryable): Promise<string[]> {
  if ((await readLiveRelease(database)) === undefined) return []
  const { rows } = await storing('listing feeds', () => database.query<{ id: string }>('select id from feed order by id'))
  return rows.map(({ id }) => id)
}

/** What the earlier runs of a feed tell its next one: the last good ones, at most `runs`, and none from before the last that a person accepted. */
export async function readHistory(database: Queryable, feed: string, runs: number): Promise<History> {
  return storing(`${feed}: reading its history`, async () => {
    const live = await database.query<{ count: number }>(
      'select count(*)::int as count from posting where feed = $1 and removed_at is null',
      [feed],
    )
    const good = await database.query<{ postings: number }>(
      `select (measured->>'postings')::int as postings from run
       where feed = $1 and ${countedGoodCondition} and id >= coalesce(
         (select id from run where feed = $1 and accepts is not null and outcome in ('saved', 'unchanged') order by id desc limit 1), 0
       ) order by id desc limit $2`,
      [feed, runs],
    )
    return { live: live.rows[0]!.count, goodRuns: good.rows.map(({ postings }) => postings) }
  })
}

/** Notes that the live postings of a feed, but for those that are being missed, were seen again; no posting is written. */
export async function saveSeen(database: Queryable, { feed, fencingToken }: Begun, now: Date): Promise<void> {
  await storing(`${feed.id}: noting that it was seen`, () =>
    database.query('update feed set seen_at = $3 where id = $1 and fencing_token = $2', [feed.id, fencingToken, now]),
  )
}

/** Remembers what a good run read. */
export async function saveSource(database: Queryable, { feed, fencingToken, mappingHash }: Begun, facts: SourceFacts): Promise<void> {
  await storing(`${feed.id}: saving what its source gave`, () =>
    database.query(
      'update feed set etag = $3, last_modified = $4, content_hash = $5, mapping_hash = $6 where id = $1 and fencing_token = $2',
      [feed.id, fencingToken, facts.etag ?? null, facts.lastModified ?? null, facts.contentHash, mappingHash],
    ),
  )
}
