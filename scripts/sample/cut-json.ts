import { pathNames } from '../model/path.ts'
import { JsonScanner } from '../source/json-scanner.ts'
import type { Excerpt } from './excerpt.ts'

/** Tells `excerpt` where the records of a JSON document begin and end; `records` is the record path, if there is one. */
export async function cutJson(text: AsyncIterable<string>, records: string | undefined, excerpt: Excerpt): Promise<void> {
  const scanner = new JsonScanner(records === undefined ? [] : pathNames(records), (record, at) => {
    excerpt.begin(at)
    excerpt.end(at + record.length)
  })
  for await (const piece of text) {
    excerpt.write(piece)
    scanner.write(piece)
  }
  scanner.end()
}
