import { SourceError } from '../errors.ts'
import { counted } from '../model/counted.ts'
import type { SourceRecord } from '../model/record.ts'
import { parseFields } from './json.ts'
import { JsonFault } from './json-fault.ts'
import { JsonScanner } from './json-scanner.ts'
import { type Piece, type Recall, recallRecords, withKnown } from './recall.ts'
import { TextParts } from './text-parts.ts'

// As of a record in a JSON document.
const longestLine = 10_000_000

/**
 * Records of JSON Lines (jsonlines.org), in batches as they are read; blank lines are none. A line that is no JSON is a record with a fault, since
 * the others are whole; but the last one, where no line break ends it, means `truncated`. Nothing but faults means `wrongFormat`.
 */
export async function* readJsonLines(
  text: AsyncIterable<string>,
  feed: string,
  recall?: Recall,
): AsyncGenerator<readonly SourceRecord[], void, undefined> {
  let count = 0
  let faults = 0
  // Whether the last line is whole is known after it.
  let last: SourceRecord | undefined
  let isLastWhole = true
  for await (const group of recallRecords(cut(text, feed), recall)) {
    const batch = group.map((known): SourceRecord => {
      count += 1
      isLastWhole = known.piece.isWhole
      return known.recalled === undefined
        ? withKnown(parseLine(known.piece.text, count), known)
        : withKnown({ position: count, fields: {} }, known)
    })
    faults += batch.filter(({ fault }) => fault !== undefined).length
    last = batch.at(-1) ?? last
    if (isLastWhole || last?.fault === undefined) yield batch
  }
  if (count === 0) throw new SourceError(feed, 'wrongFormat', 'expected JSON Lines, got an empty answer')
  if (!isLastWhole && last?.fault !== undefined && count > 1)
    throw new SourceError(feed, 'truncated', `the text ends inside a record, after ${counted(count - 1, 'record')}`)
  if (faults === count)
    throw new SourceError(feed, 'wrongFormat', `no line of ${count} is JSON: is it JSON Lines, with each record on a line of its own?`)
}

interface Line extends Piece {
  /** Whether a line break ends it. */
  readonly isWhole: boolean
}

/** Lines that are not blank. */
async function* cut(text: AsyncIterable<string>, feed: string): AsyncGenerator<readonly Line[], void, undefined> {
  const toPieces = (lines: readonly string[], isWhole: boolean) =>
    lines.filter((line) => line.trim() !== '').map((line): Line => ({ isRecord: true, text: line, isWhole }))
  const open = new TextParts()
  for await (const chunk of text) {
    const lines = chunk.split('\n')
    const rest = lines.pop()!
    if (lines.length > 0) lines[0] = open.finish(lines[0]!)
    open.add(rest)
    if (open.length > longestLine)
      throw new SourceError(feed, 'tooLarge', `a line is longer than ${longestLine} characters; is it JSON Lines?`)
    yield toPieces(lines, true)
  }
  yield toPieces([open.finish('')], false)
}

function parseLine(line: string, position: number): SourceRecord {
  try {
    // JSON.parse takes any depth, which whatever walks through the record does not.
    const scanner = new JsonScanner([], () => {})
    scanner.write(line)
    scanner.end()
    return { position, fields: parseFields(line) }
  } catch (error) {
    if (!(error instanceof JsonFault || error instanceof SyntaxError)) throw error
    return { position, fields: { '#text': line.trim() }, fault: `not JSON: ${error.message}` }
  }
}
