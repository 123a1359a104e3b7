import { pipeline, Readable } from 'node:stream'
import { createZstdCompress } from 'node:zlib'
import type pg from 'pg'
import { inTransaction, storing } from './database.ts'
import { type Erasure, eraseBytes } from './erasure.ts'
import { copyPieces } from './snapshot-pieces.ts'
import { readSnapshot } from './snapshots.ts'

const pieceBytes = 1_000_000
const newFirst = -1_000_000

/** A run whose snapshot holds what is to be erased, and how often. */
export interface FoundInSnapshot {
  readonly run: string
  readonly feed: string
  readonly count: number
}

/** Reads all snapshots of the environment, or those of runs after a certain one, one after the other, in memory that does not grow with them. */
export async function findInSnapshots(pool: pg.Pool, erasure: Erasure, after = '0'): Promise<FoundInSnapshot[]> {
  const { rows } = await storing('listing snapshots', () =>
    pool.query<{ run: string; feed: string }>('select run, feed from snapshot where run > $1 order by run', [after]),
  )
  const found: FoundInSnapshot[] = []
  for (const { run, feed } of rows) {
    let count = 0
    for await (const _ of erased(pool, run, erasure, () => (count += 1)));
    if (count > 0) found.push({ run, feed, count })
  }
  return found
}

/** Writes a snapshot anew without what is to be erased, in one transaction. */
export async function eraseSnapshot(pool: pg.Pool, run: string, erasure: Erasure): Promise<void> {
  await inTransaction(pool, `erasing in the snapshot of run ${run}`, async (connection) => {
    const { rowCount } = await connection.query('select from snapshot where run = $1 for update', [run])
    // Gone meanwhile: it had its time.
    if (rowCount === 0) return
    const compressed = pipeline(
      Readable.from(erased(pool, run, erasure, () => {})),
      createZstdCompress({ chunkSize: pieceBytes }),
      () => {},
    )
    // The old pieces are read on another connection, which sees none of this; the new ones are numbered so far below zero that nothing is in the way.
    const storedBytes = await copyPieces(connection, { run, first: newFirst }, compressed as AsyncIterable<Buffer>)
    await connection.query('delete from snapshot_piece where run = $1 and number >= 0', [run])
    await connection.query('update snapshot_piece set number = number - $2 where run = $1', [run, newFirst])
    await connection.query('update snapshot set stored_bytes = $2 where run = $1', [run, storedBytes])
  })
}

async function* erased(pool: pg.Pool, run: string, erasure: Erasure, onFound: () => void): AsyncGenerator<Buffer, void, undefined> {
  const snapshot = await readSnapshot(pool, run)
  if (snapshot !== undefined) yield* eraseBytes(snapshot.read(), erasure, onFound)
}
