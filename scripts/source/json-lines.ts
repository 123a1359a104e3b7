import { SourceError } from '../errors.ts'
import type { SourceRecord } from '../model/record.ts'
import { parseFields } from './json.ts'
import { JsonFault } from './json-fault.ts'
import { JsonScanner } from './json-scanner.ts'

// As of a record in a JSON document.
const longestLine = 10_000_000

/**
 * Records of JSON Lines (jsonlines.org), in batches as they are read; blank lines are none. A line that is no JSON is a record with a fault, since the others
 * are whole; but the last one, where no line break ends it, means `truncated`. Nothing but faults means `wrongFormat`.
 */
export async function* readJsonLines(text: AsyncIterable<string>, feed: string): AsyncGenerator<readonly SourceRecord[], void, undefined> {
  let rest = ''
  let count = 0
  let faults = 0
  const toRecords = (lines: readonly string[]): readonly SourceRecord[] =>
    lines.flatMap((line) => {
      if (line.trim() === '') return []
      count += 1
      const record = parseLine(line, count)
      if (record.fault !== undefined) faults += 1
      return [record]
    })

  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    if (rest.length > longestLine)
      throw new SourceError(feed, 'tooLarge', `a line is longer than ${longestLine} characters; is it JSON Lines?`)
    const batch = toRecords(lines)
    if (batch.length > 0) yield batch
  }
  const [last] = toRecords([rest])
  if (last?.fault !== undefined && count > 1)
    throw new SourceError(feed, 'truncated', `the text ends inside a record, after ${count - 1} records`)
  if (count === 0) throw new SourceError(feed, 'wrongFormat', 'expected JSON Lines, got an empty answer')
  if (faults === count)
    throw new SourceError(feed, 'wrongFormat', `none of ${count} lines is JSON: is it JSON Lines, with each record on a line of its own?`)
  if (last !== undefined) yield [last]
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
