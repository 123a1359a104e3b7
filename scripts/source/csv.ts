import { Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { SourceError } from '../errors.ts'
import type { CsvFormat } from '../model/client.ts'
import { counted } from '../model/counted.ts'
import type { SourceRecord } from '../model/record.ts'
import { type FieldReaders, numberDuplicates, refuseForeignHeader, refuseOneName } from './csv-header.ts'
import { createFields, type Fields } from './fields.ts'
import { type Piece, type Recall, recallRecords, withKnown } from './recall.ts'

const batchSize = 200

// No real row nears this: the longest of the feeds that were looked at has 40,000 characters. It bounds memory when a quote is never closed.
const longestRecord = 10_000_000

/**
 * Records of a CSV text (RFC 4180), in batches as they are read. The first row names the fields unless `header` does; of two with one name the second
 * is `name#2`. Blank rows are no records. A row with too few or too many fields is a record with a fault, so that no value slips into the wrong
 * field; nothing but such rows means `wrongFormat`. A header that `readers` cannot read a posting from means `pathMissing`. A quote that is still
 * open at the end means `truncated`.
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  format: CsvFormat,
  feed: string,
  { recall, readers }: CsvExtras = {},
): AsyncGenerator<readonly SourceRecord[], void, undefined> {
  let position = 0
  let faults = 0
  const check = (names: readonly string[]) => readers === undefined || refuseForeignHeader(names, readers, feed)
  for await (const group of recallRecords(cut(text, format, feed, { isTextWanted: recall !== undefined, check }), recall)) {
    yield group.map((known) => {
      position += 1
      const { row, names } = known.piece
      if (known.recalled !== undefined) return withKnown({ position, fields: {} }, known)
      const record = toRecord(row, names, position)
      if (record.fault !== undefined) faults += 1
      return withKnown(record, known)
    })
  }
  if (position > 0 && faults === position) {
    throw new SourceError(feed, 'wrongFormat', `no row of ${position} has as many fields as the header: is it CSV, with this delimiter?`)
  }
}

/** What reading CSV may need beside its format. */
interface CsvExtras {
  readonly recall?: Recall | undefined
  /** Missing where any header will do. */
  readonly readers?: FieldReaders | undefined
}

/** A row that is no header; its text, where it is wanted, holds the names of its fields. */
interface Row extends Piece {
  readonly row: readonly string[]
  readonly names: readonly string[]
}

async function* cut(
  text: AsyncIterable<string>,
  format: CsvFormat,
  feed: string,
  { isTextWanted, check }: { readonly isTextWanted: boolean; check(names: readonly string[]): void },
): AsyncGenerator<readonly Row[], void, undefined> {
  let names = format.header === undefined ? undefined : numberDuplicates(format.header)
  if (names !== undefined) check(names)
  let batch: Row[] = []
  let isBlank = true
  for await (const row of rows(text, format, feed)) {
    if (row.every((value) => value.trim() === '')) continue
    isBlank = false
    if (names === undefined) {
      // Excel's own line, which says nothing that the client file does not.
      if (row[0] === 'sep=') continue
      names = numberDuplicates(row)
      refuseOneName(names, format, feed)
      check(names)
      continue
    }
    batch.push({ isRecord: true, text: isTextWanted ? JSON.stringify([names, row]) : '', row, names })
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  const expected = format.header === undefined ? 'CSV with a header row' : 'rows of CSV'
  if (isBlank) throw new SourceError(feed, 'wrongFormat', `expected ${expected}, got an empty answer`)
  if (batch.length > 0) yield batch
}

async function* rows(text: AsyncIterable<string>, format: CsvFormat, feed: string): AsyncGenerator<readonly string[], void, undefined> {
  const source = Readable.from(text)
  const quote = format.quote === '' ? null : (format.quote ?? '"')
  const parser = parse({
    delimiter: format.delimiter ?? ',',
    quote,
    // RFC 4180, section 2: a quote within a field is doubled. It would be the double quote that is, whichever encloses a field.
    escape: quote,
    // All three, rather than the first that occurs: a file written twice in text mode ends its lines in \r\r\n.
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: longestRecord,
    // Both are checked here, row by row: one bad row must not cost the others.
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  })
  source.on('error', (error) => parser.destroy(error))
  try {
    yield* source.pipe(parser) as AsyncIterable<readonly string[]>
  } catch (error) {
    throw faultOf(error, feed)
  } finally {
    source.destroy()
  }
}

function faultOf(error: unknown, feed: string): unknown {
  const { code, lines, message } = error as CsvError
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return new SourceError(feed, 'truncated', `the text ends inside a quoted field, line ${lines}`, { cause: error })
  }
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return new SourceError(feed, 'tooLarge', `a row is longer than ${longestRecord} characters; is a quote left open?`, { cause: error })
  }
  return code?.startsWith('CSV_') ? new SourceError(feed, 'wrongFormat', `not CSV: ${message}`, { cause: error }) : error
}

function toRecord(row: readonly string[], names: readonly string[], position: number): SourceRecord {
  const fields: Fields = createFields()
  for (let index = 0; index < names.length; index += 1) fields[names[index]!] = row[index] ?? ''
  // A delimiter at the end of each row is common, and shifts nothing.
  const isFitting = row.length >= names.length && row.slice(names.length).every((value) => value.trim() === '')
  if (isFitting) return { position, fields }
  return { position, fields, fault: `${counted(row.length, 'field')}, expected ${names.length} as in the header` }
}
