import type { Feed } from '../model/feed.ts'
import { pathNames } from '../model/path.ts'
import type { Value } from '../model/record.ts'
import { createFields, type Fields } from './fields.ts'

/** What a feed wants to know beside its records. */
export interface Wanted {
  /** Whether records are given what stands around them, under `^`. */
  readonly parents: boolean
  /** Names of the path to the source's own count of records. */
  readonly total: readonly string[] | undefined
}

/** What a feed's paths ask for beside the records; undefined where that is nothing, so that nothing is paid for it. */
export function wantedBeside({ mapping, keep, source: { format } }: Pick<Feed, 'mapping' | 'keep' | 'source'>): Wanted | undefined {
  const total = format.xml?.total ?? format.json?.total
  const parents = holdsParentPath(mapping) || holdsParentPath(keep)
  return parents || total !== undefined ? { parents, total: total === undefined ? undefined : pathNames(total) } : undefined
}

/** A text that only looks like such a path costs a little time. */
function holdsParentPath(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith('^.') || value.includes('`^`')
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsParentPath)
}

// A channel or a department has a dozen; what has more is a list of its own.
const mostFields = 100

/**
 * The scalar members of what surrounds a record, from the outermost inwards, in the order in which they come. A record sees those that stand before
 * it: what has been given out is never changed.
 */
export class Ancestor {
  readonly #outer: Ancestor | undefined
  #own: Fields | undefined
  #isGiven = false
  #size = 0

  constructor(outer: Ancestor | undefined) {
    this.#outer = outer
  }

  set(name: string, value: Value): void {
    if (this.#size >= mostFields) return
    this.#own = this.#isGiven || this.#own === undefined ? Object.assign(createFields(), this.#own) : this.#own
    this.#isGiven = false
    this.#size += 1
    this.#own[name] = value
  }

  /** Its fields, with those of what surrounds it under `^`. */
  give(): Fields {
    if (this.#isGiven && this.#own !== undefined) return this.#own
    this.#own ??= createFields()
    if (this.#outer !== undefined) this.#own['^'] = this.#outer.give()
    this.#isGiven = true
    return this.#own
  }
}

/** A count as a source writes it; undefined where that is none. */
export function parseTotal(text: string): number | undefined {
  return /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined
}
