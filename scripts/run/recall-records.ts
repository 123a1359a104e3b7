import type { Mapper } from '../mapping/compile.ts'
import type { Shapes } from '../mapping/shapes.ts'
import type { Tally } from '../mapping/tally.ts'
import type { SourceRecord } from '../model/record.ts'
import type { ReceivedPosting } from '../store/posting-rows.ts'

/** What making postings of records needs. */
export interface RecordMapping {
  readonly mapper: Mapper
  readonly tally: Tally
  readonly shapes: Shapes
}

/** As mapRecords, but records that are recalled are not mapped, and the others may be recalled by the next run. */
export async function* recallOrMap(
  records: AsyncIterable<readonly SourceRecord[]>,
  mapping: RecordMapping,
): AsyncGenerator<readonly ReceivedPosting[]> {
  for await (const batch of records) {
    await mapping.mapper.prepare?.(batch.filter(({ recalled }) => recalled === undefined))
    const postings: ReceivedPosting[] = []
    for (const record of batch) {
      const posting = recallPosting(record, mapping) ?? mapPosting(record, mapping)
      if (posting !== 'none') postings.push(posting)
    }
    yield postings
  }
}

function recallPosting(
  { position, fingerprint, recalled }: SourceRecord,
  { mapper, tally, shapes }: RecordMapping,
): ReceivedPosting | 'none' | undefined {
  if (recalled === undefined || fingerprint === undefined) return undefined
  const { id, hash, shape } = recalled
  const known = shapes.list[shape]!
  mapper.note(known.unread)
  return tally.addRecalled(id, known) ? { position, id, hash, fingerprint } : 'none'
}

function mapPosting(record: SourceRecord, { mapper, tally, shapes }: RecordMapping): ReceivedPosting | 'none' {
  const { position, fingerprint } = record
  const mapped = mapper.map(record)
  if (!tally.add(mapped) || !mapped.ok) return 'none'
  const { posting, unread, isClear } = mapped
  // What was warned of is mapped again, so that it is warned of again.
  const shape = fingerprint !== undefined && isClear ? shapes.numberOf(posting, unread) : undefined
  return fingerprint === undefined || shape === undefined
    ? { position, posting }
    : { position, posting, recallable: { fingerprint, shape } }
}
