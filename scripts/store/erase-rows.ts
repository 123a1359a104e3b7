import type pg from 'pg'
import { inTransaction, storing } from './database.ts'
import { type Erasure, eraseText } from './erasure.ts'

const rowsAtOnce = 500

/** Where else than in snapshots something stands that is to be erased: numbers of runs, and postings as `feed/id`. */
export interface FoundInRows {
  /** In excerpts of skipped records, in warnings, in reasons or in names of unread fields. */
  readonly runs: readonly string[]
  /** Postings that are live no more. */
  readonly removed: readonly string[]
  /** Live postings: the client publishes it, and every import would bring it back. */
  readonly live: readonly string[]
}

interface RunTexts {
  readonly id: string
  readonly texts: string
}

interface PostingTexts {
  readonly feed: string
  readonly id: string
  readonly texts: string
  readonly is_live: boolean
}

/**
 * Has the runs under way, of these feeds or of all, keep neither bytes nor quotations of what they read: they may have read it before it is erased, and
 * end after that. One that is just beginning, or being recorded, is waited for. What the next ones would recall is forgotten, since it names fields.
 * Returns the number of the newest run there is.
 */
export async function forgetUnfinished(pool: pg.Pool, feeds?: readonly string[]): Promise<string> {
  return inTransaction(pool, 'marking runs under way', async (connection) => {
    // A deployment locks feeds in an order of its own: each waits for the other to end.
    await connection.query('select from live_release for share')
    // Whoever begins a run, or saves one, holds its feed. In order, or two erasures might wait for each other.
    const held = 'select id from feed where $1::text[] is null or id = any($1) order by id for no key update'
    await connection.query(`update feed set record_shapes = '[]' where id in (${held})`, [feeds ?? null])
    const newest = await connection.query<{ id: string }>('select coalesce(max(id), 0) as id from run')
    await connection.query('update run set forgets = true where finished_at is null and ($1::text[] is null or feed = any($1))', [
      feeds ?? null,
    ])
    return newest.rows[0]!.id
  })
}

/** Looks through runs and postings, some at a time. Changes nothing. */
export async function findInRows(pool: pg.Pool, erasure: Erasure): Promise<FoundInRows> {
  const runs: string[] = []
  for await (const { id, texts } of allRuns(pool)) if (eraseText(texts, erasure).count > 0) runs.push(id)
  const removed: string[] = []
  const live: string[] = []
  for await (const { feed, id, texts, is_live } of allPostings(pool)) {
    if (eraseText(texts, erasure).count > 0) (is_live ? live : removed).push(`${feed}/${id}`)
  }
  return { runs, removed, live }
}

/** Erases it in what runs say and in postings that are live no more; each row by itself, so that doing it again ends what was begun. */
export async function eraseRows(pool: pg.Pool, erasure: Erasure): Promise<void> {
  for await (const { id, texts } of allRuns(pool)) {
    const { text, count } = eraseText(texts, erasure)
    if (count === 0) continue
    await storing(`erasing in run ${id}`, () =>
      pool.query(
        `update run set skipped = nullif($2::jsonb->0, 'null'), warnings = $2::jsonb->1, reasons = $2::jsonb->2,
           unread = nullif($2::jsonb->3, 'null') where id = $1`,
        [id, text],
      ),
    )
  }
  for await (const { feed, id, texts, is_live } of allPostings(pool)) {
    const { text, count } = eraseText(texts, erasure)
    if (count === 0 || is_live) continue
    if (eraseText(id, erasure).count > 0) {
      // Its history hangs on its id.
      await storing(`erasing in ${feed}`, () =>
        pool.query('delete from posting where feed = $1 and id = $2 and removed_at is not null', [feed, id]),
      )
      continue
    }
    // Another hash than that of any posting: if it comes back, it is written whole.
    await storing(`erasing in ${feed}`, () =>
      pool.query(
        `update posting set content = $3::text::jsonb->0, facets = $3::text::jsonb->1, hash = sha256(convert_to($3::text, 'UTF8'))
         where feed = $1 and id = $2 and removed_at is not null`,
        [feed, id, text],
      ),
    )
  }
}

async function* allRuns(pool: pg.Pool): AsyncGenerator<RunTexts, void, undefined> {
  for (let after = '0'; ; ) {
    const { rows } = await storing('looking through runs', () =>
      pool.query<RunTexts>(
        `select id, jsonb_build_array(skipped, warnings, reasons, unread)::text as texts from run where id > $1 order by id limit $2`,
        [after, rowsAtOnce],
      ),
    )
    yield* rows
    if (rows.length < rowsAtOnce) return
    after = rows.at(-1)!.id
  }
}

async function* allPostings(pool: pg.Pool): AsyncGenerator<PostingTexts, void, undefined> {
  for (let after = ['', '']; ; ) {
    const { rows } = await storing('looking through postings', () =>
      pool.query<PostingTexts>(
        `select feed, id, jsonb_build_array(content, facets)::text as texts, removed_at is null as is_live from posting
         where (feed, id) > ($1, $2) order by feed, id limit $3`,
        [...after, rowsAtOnce],
      ),
    )
    yield* rows
    if (rows.length < rowsAtOnce) return
    const { feed, id } = rows.at(-1)!
    after = [feed, id]
  }
}
