import { SourceError } from '../errors.ts'
import type { CsvFormat } from '../model/client.ts'
import type { Feed } from '../model/feed.ts'
import { pathNames } from '../model/path.ts'
import { shortened } from '../model/shortened.ts'
import { pathsNeeded } from '../model/transform.ts'

const required = ['id', 'title', 'url'] as const

// As much of a row as tells whether it is a header. It goes into an incident, and where the header is missing it is a record.
const longestShown = 200

/** What a feed makes of the fields of a record. */
export type FieldReaders = Pick<Feed, 'mapping' | 'keep'>

/**
 * Refuses (`pathMissing`) a header from which no record could become a posting, or that lacks what keep looks at: the client changed the columns, the
 * header row is missing, or the answer is no CSV at all. Any text is a header of CSV, and one without rows would look like an empty feed.
 */
export function refuseForeignHeader(names: readonly string[], { mapping, keep = [] }: FieldReaders, feed: string): void {
  const has = (path: string) => names.includes(pathNames(path)[0]!)
  const unread = required.flatMap((property) => {
    const paths = pathsNeeded(mapping[property])
    return paths === undefined || paths.some(has) ? [] : [`${property} (${paths.join(', ')})`]
  })
  const unseen = keep.filter(({ path }) => !has(path)).map(({ path }) => `keep (${path})`)
  const lacking = [...unread, ...unseen]
  if (lacking.length === 0) return
  throw new SourceError(
    feed,
    'pathMissing',
    `no column for ${lacking.join(', ')}: the header names ${shortened(names.map((name) => JSON.stringify(name)).join(', '), longestShown)}`,
  )
}

/** A header that is one long name means another delimiter, and a fault in every row; better one failure that says so. */
export function refuseOneName(names: readonly string[], { delimiter = ',' }: CsvFormat, feed: string): void {
  const [only = ''] = names
  const other = names.length > 1 ? undefined : [',', ';', '\t', '|'].find((sign) => sign !== delimiter && only.includes(sign))
  if (other === undefined) return
  const shown = JSON.stringify(only.slice(0, 80))
  throw new SourceError(feed, 'wrongFormat', `the header is one name, ${shown}: declare delimiter ${JSON.stringify(other)} in the format`)
}

/** The names of a header, trimmed; of two that are the same the second is `name#2`, or the next number that no other is named by. */
export function numberDuplicates(header: readonly string[]): readonly string[] {
  const written = new Set(header.map((raw) => raw.trim()))
  const numbers = new Map<string, number>()
  return header.map((raw) => {
    const name = raw.trim()
    let number = (numbers.get(name) ?? 0) + 1
    while (number > 1 && written.has(`${name}#${number}`)) number += 1
    numbers.set(name, number)
    return number === 1 ? name : `${name}#${number}`
  })
}
