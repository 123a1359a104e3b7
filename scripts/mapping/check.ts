import type { Chain, Transform } from '../model/client.ts'
import type { Feed } from '../model/feed.ts'
import { parsePath } from '../model/path.ts'
import { checkDate } from './date.ts'

/** Something an author must mend; `path` is relative to the feed, as in `['mapping', 'id']`. */
export interface MappingFinding {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly fix: string
}

type Place = MappingFinding['path']

/** What is wrong in the mapping, the record path and the ignored paths of a feed beyond what the schema can say. Empty where it can be compiled. */
export function checkMapping({ mapping, ignore, source }: Pick<Feed, 'mapping' | 'ignore' | 'source'>): readonly MappingFinding[] {
  const { location, ...properties } = mapping
  const { xml, json } = source.format
  const transforms: readonly (readonly [Place, Transform])[] = [
    ...Object.entries(properties).map(([property, transform]) => [['mapping', property], transform as Transform] as const),
    ...Object.entries(location ?? {}).map(([part, transform]) => [['mapping', 'location', part], transform as Transform] as const),
  ]
  return [
    ...(xml === undefined ? [] : checkPath(xml.records, ['source', 'format', 'xml', 'records'])),
    ...(json?.records === undefined ? [] : checkPath(json.records, ['source', 'format', 'json', 'records'])),
    ...transforms.flatMap(([place, transform]) => checkTransform(transform, place)),
    ...ignore.flatMap((path, index) => checkPath(path, ['ignore', index])),
  ]
}

function checkTransform(transform: Transform, place: Place): readonly MappingFinding[] {
  if (typeof transform === 'string') return checkPath(transform, place)
  if (Array.isArray(transform)) return checkPaths(transform, place)
  const { from, join, date, locale, take, text, html } = transform as Chain
  const property = place.at(-1)
  return [
    ...(typeof from === 'string' ? checkPath(from, [...place, 'from']) : checkPaths(from ?? [], [...place, 'from'])),
    ...checkPaths(join ?? [], [...place, 'join']),
    ...(date === undefined ? [] : checkDates(date, locale, [...place, 'date'])),
    ...(take === 0
      ? [{ path: [...place, 'take'], message: 'there is no part 0', fix: 'write 1 for the first part, -1 for the last' }]
      : []),
    ...(text === true && html !== undefined
      ? [
          {
            path: [...place, 'text'],
            message: 'html and text exclude each other',
            fix: 'keep html where markup is wanted, text where it is not',
          },
        ]
      : []),
    ...(html !== undefined && property !== 'description'
      ? [{ path: [...place, 'html'], message: `${property} is plain text, not HTML`, fix: 'write text: true' }]
      : []),
  ]
}

function checkPaths(paths: readonly string[], place: Place): readonly MappingFinding[] {
  return paths.flatMap((path, index) => checkPath(path, [...place, index]))
}

function checkPath(path: string, place: Place): readonly MappingFinding[] {
  const parsed = parsePath(path)
  if (parsed.ok) return []
  return [
    { path: place, message: parsed.message, fix: 'write names joined by dots, as in address.city; a name with a dot in brackets: ["a.b"]' },
  ]
}

function checkDates(date: string | readonly string[], locale: string | undefined, place: Place): readonly MappingFinding[] {
  const formats = typeof date === 'string' ? [date] : date
  return formats.flatMap((format, index) => {
    const message = checkDate(format, locale)
    const path = typeof date === 'string' ? place : [...place, index]
    return message === undefined
      ? []
      : [{ path, message, fix: 'write iso, rfc2822, seconds, milliseconds, or Luxon tokens such as dd/MM/yyyy' }]
  })
}
