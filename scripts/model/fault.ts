import { shortened } from './shortened.ts'

/**
 * What is wrong with something, in the parts of its sentence. Each is a few words on one line, and none holds a credential: problems are public.
 */
export interface Fault {
  /** What stands there, as in `"shedule"` or `a list of 2`; `nothing` where nothing does. */
  readonly found: string
  /** What may stand there, as in `a whole number`; it completes the sentence "expected ...". */
  readonly expected: string
  /** The sentence of both, or one that says it better. */
  readonly message: string
  /** What to write or do instead. */
  readonly fix: string
}

/** A fault whose sentence says no more than its parts. */
export function faultOf(expected: string, found: string, fix: string): Fault {
  return { expected, found, message: `expected ${expected}, found ${found}`, fix }
}

// Enough to know the value again; a description has thousands.
const longestText = 60
const longestKeys = 100

/**
 * A value of a file in a few words: text in quotes, shortened and without what stands before the host of a URL, lists and objects by what they hold.
 */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object') {
    const keys = Object.keys(value)
    return keys.length === 0 ? 'an empty object' : shortened(`an object with ${keys.join(', ')}`, longestKeys)
  }
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value.replaceAll(/\/\/[^\s/@]*@/g, '//…@') : value
  return shortened(JSON.stringify(text), longestText)
}
