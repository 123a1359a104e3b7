import { SourceError } from '../errors.ts'
import type { Feed } from '../model/feed.ts'
import type { SourceRecord } from '../model/record.ts'
import { readCsv } from './csv.ts'
import { readJson } from './json.ts'
import { readJsonLines } from './json-lines.ts'
import { JsonSurroundings } from './json-surroundings.ts'
import type { Recall } from './recall.ts'
import { wantedBeside } from './surroundings.ts'
import { readXml } from './xml.ts'
import { refuseOtherThanXml } from './xml-beginning.ts'
import { XmlSurroundings } from './xml-surroundings.ts'

// The schema's default of limits.records: the largest job boards have a million.
const defaultRecords = 2_000_000

/** A text as records. */
export interface ParsedText {
  /** In batches, in order; may be gone through once. Throws SourceError. */
  readonly records: AsyncIterable<readonly SourceRecord[]>
  /** How many there are by the source's own count, where the format names one; only after the records have ended. */
  claimed(): number | undefined
}

/** What reading a text may need beside it. */
export interface TextContext {
  /** What is known of records that came before; those are not read again. */
  readonly recall?: Recall
  /** Fields are looked for, not postings: the header of CSV may lack those that the mapping needs. */
  readonly anyHeader?: true
}

/** Reads a text as the format of the feed's source says. What surrounds a record is not in its text: where it is wanted, no record is recalled. */
export function parseText(
  feed: Pick<Feed, 'id' | 'source' | 'mapping' | 'keep'>,
  text: AsyncIterable<string>,
  { recall, anyHeader }: TextContext = {},
): ParsedText {
  const { csv, xml, json, jsonl } = feed.source.format
  const wanted = wantedBeside(feed)
  const known = wanted?.parents ? undefined : recall
  const limit = feed.source.http?.limits?.records ?? defaultRecords
  const parsed = (records: AsyncIterable<readonly SourceRecord[]>, beside?: { readonly total: number | undefined }): ParsedText => ({
    records: refuseTooMany(records, limit, feed.id),
    claimed: () => beside?.total,
  })
  if (xml !== undefined) {
    const beside = wanted && new XmlSurroundings(wanted)
    return parsed(readXml(refuseOtherThanXml(text, feed.id), xml, feed.id, { beside, recall: known }), beside)
  }
  if (json !== undefined) {
    const beside = wanted && new JsonSurroundings(wanted)
    return parsed(readJson(text, json, feed.id, { beside, recall: known }), beside)
  }
  if (jsonl !== undefined) return parsed(readJsonLines(text, feed.id, known))
  return parsed(readCsv(text, csv ?? {}, feed.id, { recall: known, readers: anyHeader ? undefined : feed }))
}

async function* refuseTooMany(
  records: AsyncIterable<readonly SourceRecord[]>,
  limit: number,
  feed: string,
): AsyncGenerator<readonly SourceRecord[], void, undefined> {
  let count = 0
  for await (const batch of records) {
    count += batch.length
    if (count > limit) throw new SourceError(feed, 'tooLarge', `more than ${limit} records: raise limits.records if that is right`)
    yield batch
  }
}
