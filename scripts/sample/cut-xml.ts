import { SaxesParser } from 'saxes'
import { pathNames } from '../model/path.ts'
import type { Excerpt } from './excerpt.ts'

/** Tells `excerpt` where the records of a well-formed XML document begin and end; `records` is the record path. */
export async function cutXml(text: AsyncIterable<string>, records: string, excerpt: Excerpt): Promise<void> {
  const path = pathNames(records)
  const parser = new SaxesParser({ xmlns: false, position: true })
  let depth = 0
  let matched = 0
  let isInside = false
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentagstart', ({ name }) => {
    if (!isInside && matched === depth && path[depth] === name) matched += 1
    depth += 1
    if (isInside || matched < path.length || depth < path.length) return
    isInside = true
    // The parser stands behind the name, in which no < can be.
    excerpt.begin(excerpt.lastBefore('<', parser.position))
  })
  parser.on('closetag', () => {
    depth -= 1
    if (depth >= path.length) return
    if (isInside) excerpt.end(parser.position)
    isInside = false
    matched = Math.min(matched, depth)
  })
  for await (const piece of text) {
    excerpt.write(piece)
    parser.write(piece)
  }
  parser.close()
}
