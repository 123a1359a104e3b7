import type { Format } from '../../scripts/model/client.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'
import type { SourceFacts } from '../../scripts/model/run.ts'
import { type Reading, readBytes } from '../../scripts/source/read.ts'
import { aFeed } from '../support/build.ts'

export interface ReadResult {
  readonly records: readonly SourceRecord[]
  readonly facts: SourceFacts
}

/** All records of a reading. */
export async function collect(reading: Reading): Promise<ReadResult> {
  const records: SourceRecord[] = []
  for await (const batch of reading.records) records.push(...batch)
  return { records, facts: reading.facts() }
}

/** All records of a text or of bytes, which come in pieces of `pieceLength`. */
export async function readAll(format: Format, content: string | Uint8Array, pieceLength = 65_536): Promise<ReadResult> {
  const feed = aFeed({ source: { file: { path: 'jobs' }, format } })
  return await collect(
    readBytes(feed, inPieces(typeof content === 'string' ? Buffer.from(content) : content, pieceLength), { anyHeader: true }),
  )
}

/** The fields of all records. */
export async function fieldsOf(format: Format, content: string | Uint8Array, pieceLength?: number): Promise<readonly unknown[]> {
  const { records } = await readAll(format, content, pieceLength)
  return records.map(({ fields }) => fields)
}

/** Bytes in pieces. */
export async function* inPieces(bytes: Uint8Array, pieceLength: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += pieceLength) yield bytes.subarray(start, start + pieceLength)
}
