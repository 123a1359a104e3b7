import type { Mapper } from '../mapping/compile.ts'
import type { Tally } from '../mapping/tally.ts'
import type { SourceRecord } from '../model/record.ts'
import type { PlacedPosting } from '../store/posting-rows.ts'

/** Maps batch by batch; what was skipped, or came twice, goes into the tally only. */
export async function* mapRecords(
  records: AsyncIterable<readonly SourceRecord[]>,
  mapper: Mapper,
  tally: Tally,
): AsyncGenerator<readonly PlacedPosting[]> {
  for await (const batch of records) {
    const postings: PlacedPosting[] = []
    await mapper.prepare?.(batch)
    for (const record of batch) {
      const mapped = mapper.map(record)
      if (tally.add(mapped) && mapped.ok) postings.push({ position: record.position, posting: mapped.posting })
    }
    yield postings
  }
}
