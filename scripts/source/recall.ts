import { hash } from 'node:crypto'
import type { Fingerprint, Recalled } from '../model/recall.ts'
import type { SourceRecord } from '../model/record.ts'

/** What is known of records that came before. */
export interface Recall {
  /** Nothing is known: fingerprints are taken for the next time, and none need be looked up. */
  readonly isEmpty: boolean
  /** What the last good run made of records with these fingerprints, each in its place. */
  find(fingerprints: readonly Fingerprint[]): Promise<readonly (Recalled | undefined)[]>
}

/** What a reader of records may be given besides their text. */
export interface Besides<Surroundings> {
  /** Is told what is in no record, and gives a record its surroundings. */
  readonly beside?: Surroundings | undefined
  readonly recall?: Recall | undefined
}

/** A piece of a source's text, in order: a whole record, or some of what stands between records. */
export interface Piece {
  readonly isRecord: boolean
  readonly text: string
}

/** A piece, with what is known of it if it is a record. */
export interface Known<Kind extends Piece> {
  readonly piece: Kind
  readonly fingerprint?: Fingerprint
  readonly recalled?: Recalled | undefined
}

// As many records as are looked up at once: enough that asking costs little, few enough to hold.
const lookedUp = 512

// Nor more characters, so that long records do not fill the memory.
const longestGroup = 2_000_000

/** A record with what is known of it. */
export function withKnown<Kind extends Piece>(record: SourceRecord, known: Known<Kind> | undefined): SourceRecord {
  if (known?.fingerprint === undefined) return record
  const { fingerprint, recalled } = known
  return recalled === undefined ? { ...record, fingerprint } : { position: record.position, fields: {}, fingerprint, recalled }
}

/** Takes the fingerprints of records and looks them up, in groups, while the next pieces come. Without `recall` the pieces pass as they are. */
export async function* recallRecords<Kind extends Piece>(
  batches: AsyncIterable<readonly Kind[]>,
  recall: Recall | undefined,
): AsyncGenerator<readonly Known<Kind>[], void, undefined> {
  if (recall === undefined) {
    for await (const batch of batches) yield batch.map((piece) => ({ piece }))
    return
  }
  if (recall.isEmpty) {
    for await (const batch of batches) yield batch.map(takeFingerprint)
    return
  }
  let group: Kind[] = []
  let records = 0
  let length = 0
  let underWay: Promise<readonly Known<Kind>[]> | undefined
  for await (const batch of batches) {
    for (const piece of batch) {
      group.push(piece)
      if (piece.isRecord) records += 1
      length += piece.text.length
    }
    if (records > 0 && records < lookedUp && length < longestGroup) continue
    if (underWay !== undefined) yield await underWay
    underWay = lookUp(group, recall)
    // It is awaited later, if nothing else fails before.
    underWay.catch(() => {})
    group = []
    records = 0
    length = 0
  }
  if (underWay !== undefined) yield await underWay
  yield await lookUp(group, recall)
}

async function lookUp<Kind extends Piece>(group: readonly Kind[], recall: Recall): Promise<readonly Known<Kind>[]> {
  const known = group.map(takeFingerprint)
  const asked = known.flatMap(({ fingerprint }) => fingerprint ?? [])
  if (asked.length === 0) return known
  const found = await recall.find(asked)
  let next = 0
  return known.map((one) => (one.fingerprint === undefined ? one : { ...one, recalled: found[next++] }))
}

function takeFingerprint<Kind extends Piece>(piece: Kind): Known<Kind> {
  return piece.isRecord ? { piece, fingerprint: hash('sha256', piece.text).slice(0, 32) } : { piece }
}
