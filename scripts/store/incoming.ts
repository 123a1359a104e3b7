import { once } from 'node:events'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { copyHeader, copyTrailer, encodePostings, type PlacedPosting } from './copy-encoding.ts'
import { storing } from './database.ts'

// jsonb, parsed and compressed while the next batch is being mapped: what is new then goes into posting as it is. Text would spare
// an unchanged posting the parsing, but made a first import a third slower (measured, 30,000 postings).
const createIncoming = `
  create temp table incoming (id text not null, position integer not null, hash bytea not null, content jsonb not null, facets jsonb not null)`

// Of several postings with one id the first counts.
const deleteDuplicates = `
  delete from incoming using (select id, min(position) as first from incoming group by id having count(*) > 1) as several
  where incoming.id = several.id and incoming.position > several.first`

/** Postings that one run received and that are not live yet: a temporary table of the connection, gone when this is disposed of. */
export interface Incoming extends AsyncDisposable {
  readonly feed: string
  readonly connection: pg.PoolClient
  /** Distinct postings. */
  readonly postings: number
}

/**
 * Streams batches of postings into a table of their own, with back-pressure: memory does not grow with the feed.
 * What the batches throw is passed on as it is; what PostgreSQL throws becomes a StoreError.
 */
export async function receivePostings(pool: pg.Pool, feed: string, batches: AsyncIterable<readonly PlacedPosting[]>): Promise<Incoming> {
  const connection = await storing(`${feed}: connecting`, () => pool.connect())
  try {
    await storing(`${feed}: making the incoming table`, () => connection.query(createIncoming))
    const received = await copyPostings(connection, feed, batches)
    const duplicates = await storing(`${feed}: removing duplicates`, async () => {
      await connection.query('analyze incoming')
      return (await connection.query(deleteDuplicates)).rowCount ?? 0
    })
    return { feed, connection, postings: received - duplicates, [Symbol.asyncDispose]: () => discard(connection) }
  } catch (error) {
    // Closed rather than returned to the pool: a COPY may be under way on it.
    connection.release(true)
    throw error
  }
}

async function discard(connection: pg.PoolClient): Promise<void> {
  try {
    await connection.query('drop table if exists pg_temp.incoming')
    connection.release()
  } catch {
    connection.release(true)
  }
}

async function copyPostings(connection: pg.PoolClient, feed: string, batches: AsyncIterable<readonly PlacedPosting[]>): Promise<number> {
  const copy = connection.query(copyFrom('copy pg_temp.incoming (id, position, hash, content, facets) from stdin (format binary)'))
  const failure = Promise.withResolvers<never>()
  // Not once: a connection that breaks may say so several times.
  copy.on('error', failure.reject)
  failure.promise.catch(() => {})
  let received = 0
  async function send(bytes: Buffer): Promise<void> {
    if (!copy.write(bytes)) await Promise.race([once(copy, 'drain'), failure.promise])
  }

  await storing(`${feed}: receiving`, () => send(copyHeader))
  for await (const batch of batches) {
    await storing(`${feed}: receiving`, () => send(encodePostings(batch)))
    received += batch.length
  }
  await storing(`${feed}: receiving`, async () => {
    copy.end(copyTrailer)
    await Promise.race([once(copy, 'finish'), failure.promise])
  })
  return received
}
