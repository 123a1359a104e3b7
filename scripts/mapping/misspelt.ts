import { isEmploymentType } from '../model/employment.ts'
import { nearest } from '../suggest.ts'
import { salaryUnits } from './base-salary.ts'
import { countryCodes } from './countries.ts'
import { currencyCodes } from './currencies.ts'
import type { FieldTree } from './field-tree.ts'
import type { PlacedPath } from './placed-paths.ts'

/** A name that was written and that no record has there, and the names that records have. */
interface Absent {
  readonly found: string
  readonly known: readonly string[]
  /** How many names of the path lead to it. */
  readonly depth: number
}

/** The name at which a path leaves what is known of records; undefined where it does not. */
export function findAbsent({ names }: Pick<PlacedPath, 'names'>, fields: FieldTree): Absent | undefined {
  let tree = fields
  for (const [depth, name] of names.entries()) {
    const child = tree.children.get(name) ?? (/^\d+$/.test(name) ? tree : undefined)
    if (child === undefined) return { found: name, known: [...tree.children.keys()], depth }
    tree = child
  }
  return undefined
}

/** A name that was written and that no record has, and what to write instead. */
export interface Misspelt {
  readonly found: string
  readonly fix: string
}

/**
 * The name at which a path leaves what the sample knows, where it is plain what was meant: no name but a word of the posting, such as EUR for a
 * currency; a name beside it that nothing reads and is nearly the same, or one that is read already and is the same but for one slip. Undefined
 * elsewhere: a sample of five records need not show every field.
 */
export function findMisspelt(placed: PlacedPath, all: readonly PlacedPath[], fields: FieldTree): Misspelt | undefined {
  const { names } = placed
  const absent = findAbsent(placed, fields)
  if (absent === undefined) return undefined
  const { found, known, depth } = absent
  const fix = wordFix(placed)
  if (fix !== undefined) return { found, fix }
  const read = all.filter(({ names: other }) => isSameUpTo(names, other, depth)).map(({ names: other }) => other[depth])
  const unread = known.filter((other) => !read.includes(other))
  const meant = known.find((other) => isOneSlip(found, other)) ?? nearest(found, unread)
  return meant === undefined ? undefined : { found, fix: `did you mean "${meant}"?` }
}

/** The words of a posting where a client file maps them, by their place in the mapping. */
const isWordAt: Readonly<Record<string, (word: string) => boolean>> = {
  'location.country': (word) => countryCodes.has(word),
  'baseSalary.currency': (word) => currencyCodes.has(word),
  'baseSalary.unit': (word) => salaryUnits.has(word),
  employmentType: isEmploymentType,
  remote: (word) => word === 'true' || word === 'false',
  language: (word) => /^[a-z]{2}(?:[-_][A-Z]{2})?$/.test(word) && languageNames.of(word.slice(0, 2)) !== undefined,
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** How a word is written that stands where a path is wanted; undefined where it is none of the property's words. */
function wordFix({ names, path }: PlacedPath): string | undefined {
  const [word = '', ...more] = names
  const [begin, ...place] = path
  const inList = place.indexOf('from')
  const property = place.slice(0, inList === -1 ? undefined : inList).join('.')
  if (begin !== 'mapping' || more.length > 0 || place.includes('when') || isWordAt[property]?.(word) !== true) return undefined
  const isFallback = inList !== -1 && place.length > inList + 1
  const written = word === 'true' || word === 'false' ? `"${word}"` : word
  return `a bare word is a path: write ${isFallback ? `else: ${written}` : `{ const: ${written} }`}`
}

// Words of real feeds that are one letter apart and both right.
const differentWords: readonly (readonly [string, string])[] = [
  ['contact', 'contract'],
  ['contrat', 'contract'],
  ['country', 'county'],
]

// Shorter words are too often one letter apart: date, rate, state.
const shortestWord = 5

/**
 * Whether two names are one slip of the fingers apart: a letter too many, too few or another, or two exchanged. Not at the beginning or the end,
 * where a letter makes another name (fname, lname; location, locations), and not in a digit (address1, address2).
 */
function isOneSlip(found: string, known: string): boolean {
  const [a, b] = [found.toLowerCase(), known.toLowerCase()]
  if (Math.min(a.length, b.length) < shortestWord || Math.abs(a.length - b.length) > 1) return false
  if (differentWords.some((pair) => pair.includes(a) && pair.includes(b))) return false
  let begin = 0
  while (begin < a.length && a[begin] === b[begin]) begin += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - begin && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const [restOfA, restOfB] = [a.slice(begin, a.length - end), b.slice(begin, b.length - end)]
  const isSwap = restOfA.length === 2 && restOfA === [...restOfB].reverse().join('')
  return begin > 0 && (isSwap || (end > 0 && /^\p{L}?$/u.test(restOfA) && /^\p{L}?$/u.test(restOfB)))
}

function isSameUpTo(names: readonly string[], other: readonly string[], depth: number): boolean {
  return names.slice(0, depth).every((name, index) => name === other[index])
}
