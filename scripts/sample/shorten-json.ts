import { isExactNumber, type Json, parseExact } from './exact-json.ts'

// Enough to show what such a list holds.
const kept = 3

/**
 * A JSON document with at most three elements in each list that holds no records: what a source sends beside them may be long. `path` leads to the
 * records.
 */
export function shortenLists(text: string, path: readonly string[]): string {
  const document = parseExact(text)
  return document === undefined ? text : JSON.stringify(shorten(document, path))
}

/** `path` is what still leads to the records; undefined beside it. */
function shorten(value: Json, path: readonly string[] | undefined): Json {
  if (typeof value !== 'object' || value === null || isExactNumber(value) || path?.length === 0) return value
  if (Array.isArray(value)) return (path === undefined ? value.slice(0, kept) : value).map((element) => shorten(element, path))
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, shorten(part, path?.[0] === name ? path.slice(1) : undefined)]),
  )
}
