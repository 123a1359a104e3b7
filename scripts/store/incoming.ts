import type pg from 'pg'
import { CopyIn } from './copy-in.ts'
import { storing } from './database.ts'
import { incomingColumns, PostingRows, type ReceivedPosting } from './posting-rows.ts'

// jsonb, parsed and compressed while the next batch is being mapped: what is new then goes into posting as it is. Text would spare
// an unchanged posting the parsing, but made a first import a third slower (measured, 30,000 postings). Null where the posting is stored as it came.
// It stays with its connection, empty: a table that is made and dropped with each run leaves twenty dead rows in the catalogues.
const incomingTable = `
  create temp table if not exists incoming (
    id text not null, position integer not null, hash bytea not null, fingerprint uuid, shape smallint, content jsonb, facets jsonb
  )`

// How many postings are looked up at once: enough that asking costs little, few enough to hold.
const lookedUp = 512

/** Postings that one run received and that are not live yet: a temporary table of the connection, emptied when this is disposed of. */
export interface Incoming extends AsyncDisposable {
  readonly feed: string
  readonly connection: pg.PoolClient
  readonly postings: number
  /** Of how many the record was recalled. */
  readonly recalled: number
  /** How many are stored just so, those included, and came without content. */
  readonly stored: number
}

/**
 * Streams batches of postings, no two with one id, into a temporary table, with back-pressure: memory does not grow with the feed.
 * What the batches throw is passed on as it is; what PostgreSQL throws becomes a StoreError.
 */
export async function receivePostings(pool: pg.Pool, feed: string, batches: AsyncIterable<readonly ReceivedPosting[]>): Promise<Incoming> {
  const connection = await storing(`${feed}: connecting`, () => pool.connect())
  try {
    await storing(`${feed}: making the incoming table`, () => connection.query(incomingTable))
    const groups = new Groups()
    const counts = await copyPostings(connection, feed, { rows: leaveOutStored(pool, feed, batches, groups), groups })
    return { feed, connection, ...counts, [Symbol.asyncDispose]: () => discard(connection) }
  } catch (error) {
    // Closed rather than returned to the pool: a COPY may be under way on it.
    connection.release(true)
    throw error
  }
}

async function discard(connection: pg.PoolClient): Promise<void> {
  try {
    await connection.query('truncate pg_temp.incoming')
    connection.release()
  } catch {
    connection.release(true)
  }
}

/** Rows of a COPY, which sends of a posting that is stored just so no more than its hash: that spares its way, and its parsing there. */
async function* leaveOutStored(
  pool: pg.Pool,
  feed: string,
  batches: AsyncIterable<readonly ReceivedPosting[]>,
  groups: Groups,
): AsyncGenerator<EncodedRows, void, undefined> {
  const { rowCount } = await storing(`${feed}: looking for postings`, () =>
    pool.query('select from posting where feed = $1 and removed_at is null limit 1', [feed]),
  )
  const isEmpty = rowCount === 0
  const look = (group: PostingRows) => (isEmpty ? allNew(group) : lookUp(pool, feed, group))
  let group = groups.take()
  let underWay: Promise<EncodedRows> | undefined
  for await (const batch of batches) {
    for (const posting of batch) group.add(posting)
    if (group.count < lookedUp) continue
    // The answer comes while the next postings are being mapped.
    if (underWay !== undefined) yield await underWay
    underWay = look(group)
    underWay.catch(() => {})
    group = groups.take()
  }
  if (underWay !== undefined) yield await underWay
  yield await look(group)
}

/** Groups of rows that have been sent, to be filled again: what is new each time is a megabyte for the collector. */
class Groups {
  readonly #free: PostingRows[] = []

  take(): PostingRows {
    return this.#free.pop() ?? new PostingRows()
  }

  giveBack(group: PostingRows): void {
    group.clear()
    this.#free.push(group)
  }
}

interface EncodedRows {
  /** Lie in the group as long as that is not given back. */
  readonly bytes: Buffer
  readonly group: PostingRows
  readonly stored: number
}

async function allNew(group: PostingRows): Promise<EncodedRows> {
  return encode(group, new Set())
}

async function lookUp(pool: pg.Pool, feed: string, group: PostingRows): Promise<EncodedRows> {
  const ids = group.ids()
  if (ids.length === 0) return allNew(group)
  const { rows } = await storing(`${feed}: looking postings up`, () =>
    pool.query<{ place: string }>(
      // One look into the primary key for each: without statistics the planner takes a feed for small and would read all of it for each group,
      // by a join (hence offset) or by the index of live postings (hence removed_at outside). Not prepared: a plan that was made while the table
      // was small would stay.
      `select place from unnest($2::text[], $3::bytea[]) with ordinality as asked (id, hash, place), lateral (
         select hash, removed_at from posting where posting.feed = $1 and posting.id = asked.id offset 0
       ) as stored where stored.hash = asked.hash and removed_at is null`,
      [feed, ids, group.hashes()],
    ),
  )
  const stored = new Set(rows.map(({ place }) => Number(place) - 1).sort((a, b) => a - b))
  return encode(group, stored)
}

function encode(group: PostingRows, stored: ReadonlySet<number>): EncodedRows {
  return { bytes: group.bytes(stored), group, stored: group.recalled + stored.size }
}

async function copyPostings(
  connection: pg.PoolClient,
  feed: string,
  { rows, groups }: { readonly rows: AsyncIterable<EncodedRows>; readonly groups: Groups },
): Promise<Pick<Incoming, 'postings' | 'recalled' | 'stored'>> {
  const copy = new CopyIn(connection, `pg_temp.incoming (${incomingColumns})`)
  const received = { postings: 0, recalled: 0, stored: 0 }
  let sending = Promise.resolve()
  for await (const { bytes, group, stored } of rows) {
    // It was sent while this was mapped.
    await sending
    received.postings += group.count
    received.recalled += group.recalled
    received.stored += stored
    sending = storing(`${feed}: receiving`, () => copy.send(bytes)).then(() => groups.giveBack(group))
    sending.catch(() => {})
  }
  await sending
  await storing(`${feed}: receiving`, () => copy.end())
  return received
}
