import type pg from 'pg'
import { StoreError } from '../errors.ts'
import { counted } from '../model/counted.ts'
import type { Shape } from '../model/recall.ts'
import type { Counts } from '../model/run.ts'
import { storing, withinTransaction } from './database.ts'
import type { Incoming } from './incoming.ts'
import { rememberRecords } from './record-memory.ts'
import { holdClient } from './runs.ts'

/** How incoming postings differ from the stored ones of their feed, before anything is changed. */
export interface Comparison {
  /** Stored postings that are live. */
  readonly live: number
  /** Not live before: new, or removed earlier. */
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  /** Live postings that did not come. */
  readonly missing: number
  /** Of those, how many were missed so often before that they have had their last chance. */
  readonly overdue: number
}

/** Which of the missing postings go: all of them, after a list that is proven complete, or only those that are overdue. */
export type Removes = 'missing' | 'overdue'

/** What an apply needs: the run's fencing token, when it is, and what is recorded in the same transaction. */
export interface Application {
  readonly fencingToken: string
  readonly now: Date
  readonly removes: Removes
  /** Misses, one after the other, after which a posting goes without proof: this run's included. */
  readonly missesBeforeRemoval: number
  /** The shapes of the records that became postings. */
  readonly shapes: readonly Shape[]
  /** Runs last in the transaction: the run's outcome and what its source gave are written with the postings, or not at all. */
  readonly record: (connection: pg.PoolClient, counts: Counts) => Promise<void>
}

/** Counts, set-wise, what an apply would do. */
export async function compareIncoming(incoming: Incoming, missesBeforeRemoval: number): Promise<Comparison> {
  const {
    lost: _,
    returned: __,
    ...comparison
  } = await storing(`${incoming.feed}: comparing`, () => compareSets(incoming, missesBeforeRemoval))
  return comparison
}

interface ComparedSets extends Comparison {
  /** Of those added, how many were removed earlier. */
  readonly returned: number
  /** Postings that came without content, being stored, and are so no more. */
  readonly lost: number
}

async function compareSets({ feed, connection, postings, stored }: Incoming, missesBeforeRemoval: number): Promise<ComparedSets> {
  const old = await connection.query('select from posting where feed = $1 limit 1', [feed])
  if (old.rowCount === 0 && stored === 0)
    return { live: 0, added: postings, returned: 0, changed: 0, unchanged: 0, missing: 0, overdue: 0, lost: 0 }
  const { rows } = await connection.query<ComparedSets>(
    `with old as (select id, hash, removed_at, missed from posting where feed = $1)
     select (select count(*)::int from old where removed_at is null) as live,
            count(*) filter (where incoming.id is not null and (old.id is null or old.removed_at is not null))::int as added,
            count(*) filter (where incoming.id is not null and old.removed_at is not null)::int as returned,
            count(*) filter (where incoming.hash <> old.hash and old.removed_at is null)::int as changed,
            count(*) filter (where incoming.hash = old.hash and old.removed_at is null)::int as unchanged,
            count(*) filter (where incoming.id is null and old.removed_at is null)::int as missing,
            count(*) filter (where incoming.id is null and old.removed_at is null and old.missed >= $2 - 1)::int as overdue,
            count(*) filter (where incoming.id is not null and incoming.content is null
              and (old.id is null or incoming.hash <> old.hash or old.removed_at is not null))::int as lost
     from old full join incoming on incoming.id = old.id`,
    [feed, missesBeforeRemoval],
  )
  return rows[0]!
}

/**
 * Makes the incoming postings live in one transaction: all of it or nothing. Rows that are as before are not written.
 * Returns `fenced`, having changed nothing, where a newer run of the feed has begun or the feed is gone.
 */
export async function applyIncoming(incoming: Incoming, application: Application): Promise<Counts | 'fenced'> {
  const { feed, connection, recalled } = incoming
  return storing(`${feed}: applying`, () =>
    withinTransaction(connection, async () => {
      await holdClient(connection, feed)
      if (!(await holdsFeed(connection, feed, application.fencingToken))) return 'fenced'
      const counts = await writePostings(incoming, application)
      await rememberRecords(connection, feed, { recalled, shapes: application.shapes })
      await application.record(connection, counts)
      return counts
    }),
  )
}

/**
 * Locks the feed until the transaction ends and tells whether `fencingToken` is still its newest. A run that was frozen and outlived
 * by its successor finds a higher one, and must change nothing.
 */
async function holdsFeed(connection: pg.PoolClient, feed: string, fencingToken: string): Promise<boolean> {
  const { rows } = await connection.query<{ fencing_token: string }>('select fencing_token from feed where id = $1 for update', [feed])
  return rows[0]?.fencing_token === fencingToken
}

/** Only what there is to do is done: each statement reads all of the feed. */
async function writePostings(incoming: Incoming, application: Application): Promise<Counts> {
  const { feed, connection } = incoming
  const { now, removes, missesBeforeRemoval } = application
  // Statistics may be older than the feed, and say that it is small: a nested loop would then read all of incoming for each posting.
  await connection.query('set local enable_nestloop = off')
  const { added, returned, changed, unchanged, missing, lost } = await compareSets(incoming, missesBeforeRemoval)
  if (lost > 0) throw new StoreError(`${feed}: ${counted(lost, 'posting')} changed while it was read: run it again`)
  if (changed + returned > 0) {
    await connection.query(
      `update posting set hash = incoming.hash, content = incoming.content, facets = incoming.facets, position = incoming.position,
         changed_at = $2, removed_at = null, missed = 0, last_seen_at = null
       from incoming where posting.feed = $1 and posting.id = incoming.id and (posting.hash <> incoming.hash or posting.removed_at is not null)`,
      [feed, now],
    )
  }
  if (added > returned) {
    await connection.query(
      `insert into posting (feed, id, hash, position, content, facets, first_seen_at, changed_at)
       select $1, id, hash, position, content, facets, $2, $2 from incoming
       ${added - returned === incoming.postings ? '' : 'where not exists (select from posting where posting.feed = $1 and posting.id = incoming.id)'}`,
      [feed, now],
    )
  }
  await connection.query(
    `update posting set missed = 0, last_seen_at = null where feed = $1 and missed > 0 and removed_at is null
     and exists (select from incoming where incoming.id = posting.id)`,
    [feed],
  )
  if (missing === 0) return { added, changed, removed: 0, unchanged }
  if (removes === 'overdue') await countMisses(connection, feed)
  const removed = await connection.query(
    `update posting set removed_at = $2, last_seen_at = coalesce(last_seen_at, (select seen_at from feed where id = $1))
     where feed = $1 and removed_at is null and ($3 or missed >= $4) and not exists (select from incoming where incoming.id = posting.id)`,
    [feed, now, removes === 'missing', missesBeforeRemoval],
  )
  return { added, changed, removed: removed.rowCount ?? 0, unchanged }
}

async function countMisses(connection: pg.PoolClient, feed: string): Promise<void> {
  await connection.query(
    `update posting set missed = missed + 1, last_seen_at = coalesce(last_seen_at, (select seen_at from feed where id = $1)) where feed = $1 and removed_at is null
     and not exists (select from incoming where incoming.id = posting.id)`,
    [feed],
  )
}
