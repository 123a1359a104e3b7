import type pg from 'pg'
import type { Fingerprint, Recalled, Shape } from '../model/recall.ts'
import { inTransaction, storing } from './database.ts'

interface FoundRow {
  readonly place: string
  readonly posting: string
  readonly hash: Buffer
  readonly shape: number
}

/** Forgets records of a feed whose postings are not stored as they were, or are live no more: before any is looked up. */
export async function forgetOverwritten(pool: pg.Pool, feed: string): Promise<void> {
  await inTransaction(pool, `${feed}: forgetting records`, async (connection) => {
    // As in apply-incoming.ts. Measured, 20,000 postings that had just been saved: 17 s, and without nested loops 23 ms.
    await connection.query('set local enable_nestloop = off')
    await connection.query(
      `delete from record_memory where feed = $1 and not exists (
         select from posting
         where posting.feed = $1 and posting.id = record_memory.posting and posting.hash = record_memory.hash and removed_at is null
       )`,
      [feed],
    )
  })
}

/** Whose records are looked up: a feed (its id), by a run that knows these shapes of them. */
export interface Remembering {
  readonly feed: string
  readonly shapes: readonly Shape[]
}

/** Looks up what the last good run made of records with these fingerprints; each in its place. */
export async function lookUpRecords(
  pool: pg.Pool,
  { feed, shapes }: Remembering,
  fingerprints: readonly Fingerprint[],
): Promise<readonly (Recalled | undefined)[]> {
  const { rows } = await storing(`${feed}: looking records up`, () =>
    pool.query<FoundRow>(
      // One look into the index for each, and planned anew each time: see store/incoming.ts.
      `select place, posting, hash, shape from unnest($2::uuid[]) with ordinality as asked (fingerprint, place), lateral (
         select posting, hash, shape from record_memory where record_memory.feed = $1 and record_memory.fingerprint = asked.fingerprint offset 0
       ) as memory`,
      [feed, fingerprints],
    ),
  )
  const found: (Recalled | undefined)[] = Array.from(fingerprints, () => undefined)
  for (const row of rows) {
    const place = Number(row.place) - 1
    const fingerprint = fingerprints[place]
    const shape = shapes[row.shape]
    // A run that has overtaken this one may have remembered records of further shapes.
    if (fingerprint !== undefined && shape !== undefined) found[place] = { fingerprint, id: row.posting, hash: row.hash, shape }
  }
  return found
}

/** How many of the incoming postings were recalled, and the shapes of their records. */
export interface RecordsSeen {
  readonly recalled: number
  readonly shapes: readonly Shape[]
}

/**
 * Remembers the records of the incoming postings, in the transaction that makes those live, and forgets all others of the feed. Those that were
 * recalled come without a shape.
 */
export async function rememberRecords(connection: pg.PoolClient, feed: string, { recalled, shapes }: RecordsSeen): Promise<void> {
  const { rows } = await connection.query<{ count: number }>('select count(*)::int as count from record_memory where feed = $1', [feed])
  const remembered = rows[0]!.count
  if (recalled === 0 && remembered > 0) await connection.query('delete from record_memory where feed = $1', [feed])
  else if (remembered > recalled) {
    await connection.query(
      `delete from record_memory where feed = $1 and not exists (
         select from incoming where incoming.fingerprint = record_memory.fingerprint and incoming.shape is null
       )`,
      [feed],
    )
  }
  await connection.query(
    `insert into record_memory (feed, fingerprint, posting, hash, shape)
     select $1, fingerprint, id, hash, shape from incoming where shape is not null
     order by fingerprint`,
    [feed],
  )
  await connection.query('update feed set record_shapes = $2 where id = $1 and record_shapes <> $2', [feed, JSON.stringify(shapes)])
}

/** Forgets the records of feeds, and which fields they fill. */
export async function forgetRecords(connection: pg.PoolClient, feeds: readonly string[]): Promise<void> {
  await connection.query('delete from record_memory where feed = any($1)', [feeds])
  await connection.query(`update feed set record_shapes = '[]' where id = any($1)`, [feeds])
}
