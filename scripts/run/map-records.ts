import type { Mapper } from '../mapping/compile.ts'
import type { Shapes } from '../mapping/shapes.ts'
import type { Tally } from '../mapping/tally.ts'
import type { Recalled } from '../model/recall.ts'
import type { SourceRecord } from '../model/record.ts'
import type { PlacedPosting, RecalledPosting, ReceivedPosting } from '../store/posting-rows.ts'

/** What making postings of records needs. */
export interface RecordMapping {
  readonly mapper: Mapper
  readonly tally: Tally
}

/** What it needs besides where records may be recalled. */
export interface RecallMapping extends RecordMapping {
  readonly shapes: Shapes
}

/** Maps batch by batch records of which none is recalled; what was skipped, or came twice, goes into the tally only. */
export function mapRecords(
  records: AsyncIterable<readonly SourceRecord[]>,
  mapping: RecordMapping,
): AsyncGenerator<readonly PlacedPosting[]> {
  return makePostings(records, mapping, (record) => mapPosting(record, mapping))
}

/** As mapRecords, but records that are recalled are not mapped, and the others may be recalled by the next run. */
export function recallOrMap(
  records: AsyncIterable<readonly SourceRecord[]>,
  mapping: RecallMapping,
): AsyncGenerator<readonly ReceivedPosting[]> {
  return makePostings<ReceivedPosting>(records, mapping, (record) =>
    record.recalled === undefined ? mapPosting(record, mapping, mapping.shapes) : recallPosting(record.position, record.recalled, mapping),
  )
}

async function* makePostings<Made extends ReceivedPosting>(
  records: AsyncIterable<readonly SourceRecord[]>,
  { mapper }: RecordMapping,
  make: (record: SourceRecord) => Made | undefined,
): AsyncGenerator<readonly Made[], void, undefined> {
  for await (const batch of records) {
    await mapper.prepare?.(batch.filter(({ recalled }) => recalled === undefined))
    yield batch.map(make).filter((posting) => posting !== undefined)
  }
}

function mapPosting(record: SourceRecord, { mapper, tally }: RecordMapping, shapes?: Shapes): PlacedPosting | undefined {
  const { position, fingerprint } = record
  const mapped = mapper.map(record)
  if (!tally.add(mapped) || !mapped.ok) return undefined
  const { posting, unread, isClear } = mapped
  // What was warned of is mapped again, so that it is warned of again.
  const shape = fingerprint !== undefined && isClear ? shapes?.numberOf(posting, unread) : undefined
  return fingerprint === undefined || shape === undefined
    ? { position, posting }
    : { position, posting, recallable: { fingerprint, shape } }
}

function recallPosting(position: number, recalled: Recalled, { mapper, tally }: RecordMapping): RecalledPosting | undefined {
  const { id, hash, fingerprint, shape } = recalled
  mapper.note(shape.unread)
  return tally.addRecalled(id, shape) ? { position, id, hash, fingerprint } : undefined
}
