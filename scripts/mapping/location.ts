import type { LocationMapping } from '../model/client.ts'
import type { Location } from '../model/posting.ts'
import { compileTransform, type ExpressionReaders, type Reader } from './chain.ts'
import { countryCodes } from './countries.ts'
import type { Report } from './steps.ts'
import { isSeveral, type RecordFields, type Values, withoutNul } from './values.ts'

type Part = keyof Location

/** Reads the places of one record; undefined where there is none. */
export type LocationReader = (fields: RecordFields, reportFor: (part: Part) => Report) => Location[] | undefined

// More than a posting of a whole country with all its towns has.
const mostPlaces = 500

/**
 * Makes the reader of places. Parts that give lists are put together by position (the second city with the second country); a part that gives one
 * text belongs to every place, and `else` stands in where one place of several has none. A country that is no ISO 3166-1 code is reported and left out.
 */
export function compileLocation(mapping: LocationMapping, expressions: ExpressionReaders): LocationReader {
  // In the order of their names, in which they are stored.
  const parts = (Object.keys(mapping) as Part[])
    .sort()
    .map((part) => ({ part, read: compileTransform(mapping[part]!, expressions, 'apart') }))
  return (fields, reportFor) => {
    let length = 1
    const columns: Column[] = []
    for (const { part, read } of parts) {
      const values = readPart(part, read, fields, reportFor)
      if (values === undefined) continue
      columns.push({ part, values })
      if (typeof values !== 'string' && values.length > length) length = values.length
    }
    const places: Location[] = []
    for (let index = 0; index < Math.min(length, mostPlaces); index += 1) {
      const place = hasOwn(columns, index) ? placeAt(columns, index) : undefined
      if (place !== undefined) places.push(place)
    }
    if (places.length > 0) return distinct(places)
    const only = placeAt(columns, 0)
    return only === undefined ? undefined : [only]
  }
}

/** What one part gives. */
interface Column {
  readonly part: Part
  readonly values: Values
}

/** Whether a place has anything of its own: what belongs to every place makes none. */
function hasOwn(columns: readonly Column[], index: number): boolean {
  return columns.some(({ values }) => isSeveral(values) && values[index] !== undefined)
}

function readPart(part: Part, read: Reader, fields: RecordFields, reportFor: (part: Part) => Report): Values {
  const values = read(fields, reportFor(part))
  if (part !== 'country' || values === undefined) return values
  const toCode = (text: string) => {
    const code = text.toUpperCase()
    if (countryCodes.has(code)) return code
    reportFor(part)('not an ISO 3166-1 alpha-2 code', text)
    return undefined
  }
  return typeof values === 'string' ? toCode(values) : values.map((text) => (text === undefined ? undefined : toCode(text)))
}

function placeAt(columns: readonly Column[], index: number): Location | undefined {
  let place: { [part in Part]?: string } | undefined
  for (const { part, values } of columns) {
    const value = withoutNul(typeof values === 'string' ? values : values?.[isSeveral(values) ? index : 0])
    if (value === undefined) continue
    place ??= {}
    place[part] = value
  }
  return place
}

function distinct(places: readonly Location[]): Location[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()]
}
