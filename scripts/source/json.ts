import { SourceError } from '../errors.ts'
import type { JsonFormat } from '../model/client.ts'
import { counted } from '../model/counted.ts'
import { isObject } from '../model/object.ts'
import { pathNames } from '../model/path.ts'
import type { SourceRecord, Value } from '../model/record.ts'
import type { Fields } from './fields.ts'
import { JsonFault } from './json-fault.ts'
import { JsonScanner } from './json-scanner.ts'
import type { JsonSurroundings } from './json-surroundings.ts'
import { type Besides, type Piece, recallRecords, withKnown } from './recall.ts'

/**
 * Records of a JSON document (RFC 8259), in batches as they are read. An integer that a double cannot hold is given as the string that was
 * written: ids must not be rounded. A fault of form ends the reading with `wrongFormat` and its place, a record that no feed has with `tooLarge`, an
 * early end with `truncated`, a record path that leads nowhere with `pathMissing`.
 */
export async function* readJson(
  text: AsyncIterable<string>,
  format: JsonFormat,
  feed: string,
  { beside, recall }: Besides<JsonSurroundings> = {},
): AsyncGenerator<readonly SourceRecord[], void, undefined> {
  let position = 0
  for await (const group of recallRecords(cut(text, format, feed, beside), recall)) {
    yield group.map((known) => {
      position += 1
      const fields = known.recalled === undefined ? parseRecord(known.piece, position, feed) : {}
      return withKnown({ position, fields }, known)
    })
  }
}

interface JsonPiece extends Piece {
  readonly parent: Fields | undefined
}

async function* cut(
  text: AsyncIterable<string>,
  format: JsonFormat,
  feed: string,
  beside: JsonSurroundings | undefined,
): AsyncGenerator<readonly JsonPiece[], void, undefined> {
  let batch: JsonPiece[] = []
  let count = 0
  const take = (record: string) => {
    count += 1
    batch.push({ isRecord: true, text: record, parent: beside?.parent() })
  }
  const scanner = new JsonScanner(format.records === undefined ? [] : pathNames(format.records), take, beside)

  let isBlank = true
  for await (const chunk of text) {
    isBlank &&= chunk.trim() === ''
    scan(feed, format, () => scanner.write(chunk))
    if (batch.length > 0) yield batch
    batch = []
  }
  if (isBlank) throw new SourceError(feed, 'wrongFormat', 'expected JSON, got an empty answer')
  scan(feed, format, () => scanner.end())
  if (!scanner.isEnded) throw new SourceError(feed, 'truncated', `the document ends early, after ${counted(count, 'record')}`)
  if (batch.length > 0) yield batch
  if (count === 0 && !scanner.seen.list) throw missing(feed, format, scanner.seen.names)
}

function scan(feed: string, { records }: JsonFormat, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    const hint =
      records === undefined ? 'if the list is not the document itself, name its path in records' : `is "${records}" the record path?`
    if (error.isTooLarge) throw new SourceError(feed, 'tooLarge', `${error.message}; ${hint}`, { cause: error })
    throw new SourceError(feed, 'wrongFormat', `not JSON, character ${error.offset + 1}: ${error.message}`, { cause: error })
  }
}

function missing(feed: string, format: JsonFormat, names: readonly string[]): SourceError {
  const other = format.records === undefined ? 'a value that is no list' : 'a list, a lone value or an empty object'
  const found = names.length === 0 ? other : `an object with ${names.join(', ')}`
  return new SourceError(
    feed,
    'pathMissing',
    `no list at ${format.records === undefined ? 'the root' : `"${format.records}"`}; the document is ${found}`,
  )
}

function parseRecord({ text, parent }: JsonPiece, position: number, feed: string): Fields {
  try {
    const fields = parseFields(text)
    if (parent !== undefined) fields['^'] = parent
    return fields
  } catch (error) {
    throw new SourceError(feed, 'wrongFormat', `record ${position} is not JSON: ${(error as Error).message}`, { cause: error })
  }
}

/** The fields of a record's text; throws SyntaxError. An integer that a double cannot hold is a string. */
export function parseFields(text: string): Fields {
  // A reviver costs ten times the parsing, so only a record with 16 digits in a row (2^53 has 16) gets one.
  const value: Value = /\d{16}/.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text)
  // What is no object (a notice among the records) has no field that a mapping could read.
  return isObject(value) ? (value as Fields) : { '#text': value }
}

function keepExact(_key: string, value: Value, context?: { readonly source?: string }): Value {
  const isInexact = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
  return isInexact ? context!.source! : value
}
