import type { PostingFilter } from '../model/showing.ts'
import { fold } from './facets.ts'

/** A query in SQL and the parameters that go with it. */
export interface Query {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/**
 * A condition in SQL: the last day of publication is not before the day in `parameter` (`$1`), if there is one. Days in ISO 8601 are in order
 * as bytes are.
 */
export function openCondition(parameter: string): string {
  return `coalesce((facets->>'validThrough') collate "C" >= ${parameter}, true)`
}

/**
 * The feed and id, and what orders lists, of each live posting of `feeds` that passes the filter, and whose last day, where `since` is given, is not before
 * that; whatever the visitor wrote is a parameter.
 */
export function filterQuery(feeds: readonly string[], { text, place, department, contract }: PostingFilter, since?: string): Query {
  const parameters: unknown[] = [feeds]
  const parameter = (value: unknown) => `$${parameters.push(value)}`
  const conditions = ['feed = any($1)', 'removed_at is null']
  if (since !== undefined) conditions.push(openCondition(parameter(since)))
  if (department !== undefined) conditions.push(`facets->>'department' = ${parameter(department)}`)
  if (contract !== undefined) conditions.push(`facets->'contracts' ? ${parameter(contract)}`)
  if (place !== undefined) conditions.push(`facets->'places' ? ${parameter(place)}`)
  for (const word of searchWords(text ?? '')) {
    const { searched, wanted } = spelledOut(word)
    // strpos rather than like: a visitor's % and _ are nothing but themselves.
    conditions.push(`strpos(${searched}, ${parameter(wanted)}) > 0`)
  }
  return { sql: `select feed, first_seen_at, position, id from posting where ${conditions.join(' and ')}`, parameters }
}

// Letters that many keyboards lack, as whoever lacks them writes them; no accents, so that fold (facets.ts) leaves them.
const ligatures = [
  ['ß', 'ss'],
  ['œ', 'oe'],
  ['æ', 'ae'],
] as const

/** A word with its ligatures spelled out, and the stored text, in SQL, with those that could matter to it. */
function spelledOut(word: string): { readonly searched: string; readonly wanted: string } {
  let searched = `facets->>'text'`
  let wanted = word
  for (const [ligature, letters] of ligatures) {
    wanted = wanted.replaceAll(ligature, letters)
    if (wanted.includes(letters)) searched = `replace(${searched}, '${ligature}', '${letters}')`
  }
  return { searched, wanted }
}

// Those that follow are passed over: a pasted title is found by its first ten words, and each is looked for in every posting. With the hundred that a
// search has room for, a page of 10,000 postings took 0.3 s.
const mostWords = 10

/** The words of a search, each once. What one writes this way and another that way parts them: quotation marks, apostrophes, commas and dashes. */
function searchWords(text: string): string[] {
  const words = fold(text).split(/[\s,;'’‘"“”„«»\p{Dash}]+/u)
  return [...new Set(words)].filter((word) => word !== '').slice(0, mostWords)
}
