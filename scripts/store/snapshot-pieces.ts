import type pg from 'pg'
import { CopyWriter } from './copy-encoding.ts'
import { CopyIn } from './copy-in.ts'

const usualRoom = 65_536

/** Which run's snapshot pieces belong to, and the number of the first. */
export interface PiecesPlace {
  readonly run: string
  readonly first: number
}

/**
 * Writes the pieces of a snapshot; returns how many bytes they have together. One memory serves for all, so that a large snapshot leaves no large
 * garbage. What `pieces` throws is passed on, and none of them is written.
 */
export async function copyPieces(
  connection: pg.PoolClient,
  { run, first }: PiecesPlace,
  pieces: AsyncIterable<Uint8Array>,
): Promise<number> {
  const copy = new CopyIn(connection, 'snapshot_piece (run, number, bytes)')
  const writer = new CopyWriter(usualRoom)
  let number = first
  let storedBytes = 0
  try {
    for await (const piece of pieces) {
      writer.clear()
      writer.tuple(3)
      writer.bigInteger(BigInt(run))
      writer.integer(number)
      writer.binary(piece)
      await copy.send(writer.slice(0, writer.end))
      number += 1
      storedBytes += piece.length
    }
  } catch (error) {
    await copy.abandon(error as Error)
    throw error
  }
  await copy.end()
  return storedBytes
}
