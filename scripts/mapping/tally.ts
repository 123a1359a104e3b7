import { type Lack, lacksOf } from '../model/markup.ts'
import type { Posting } from '../model/posting.ts'
import type { Shape } from '../model/recall.ts'
import type { Measured, Property, Skipped } from '../model/run.ts'
import { IdSet } from './id-set.ts'

// As many as someone reads before mending the mapping.
const mostExamples = 20

/** As much of a mapped record as is counted. */
type Counted =
  | { readonly ok: true; readonly posting: Posting }
  | { readonly ok: false; readonly skipped?: Skipped; readonly isForeign?: boolean }

/** Counts what the records of one run became, in memory that hardly grows with them. */
export class Tally {
  readonly #ids = new IdSet()
  readonly #filled: Partial<Record<Property, number>> = {}
  readonly #lacking: Partial<Record<Lack, number>> = {}
  readonly #examples: Skipped[] = []
  #records = 0
  #skipped = 0
  #leftOut = 0
  #foreign = 0
  #duplicates = 0
  #unmarked = 0
  #recalled = 0

  /** Counts one record; true where it is a posting whose id has not come before: of several with one id the first counts. */
  add(mapped: Counted): boolean {
    this.#records += 1
    if (mapped.ok) return this.#addPosting(mapped.posting.id, Object.keys(mapped.posting) as (keyof Posting)[], lacksOf(mapped.posting))
    if (mapped.skipped === undefined) {
      this.#leftOut += 1
      this.#foreign += mapped.isForeign ? 1 : 0
    } else {
      this.#skipped += 1
      if (this.#examples.length < mostExamples) this.#examples.push(mapped.skipped)
    }
    return false
  }

  /** Counts a record that is recalled, as `add` does. */
  addRecalled(id: string, { filled, lacks = [] }: Pick<Shape, 'filled' | 'lacks'>): boolean {
    this.#records += 1
    this.#recalled += 1
    return this.#addPosting(id, filled, lacks)
  }

  #addPosting(id: string, filled: readonly (keyof Posting)[], lacks: readonly Lack[]): boolean {
    if (!this.#ids.add(id)) {
      this.#duplicates += 1
      return false
    }
    for (const property of filled) {
      if (property !== 'id') this.#filled[property] = (this.#filled[property] ?? 0) + 1
    }
    if (lacks.length > 0) this.#unmarked += 1
    for (const lack of lacks) this.#lacking[lack] = (this.#lacking[lack] ?? 0) + 1
    return true
  }

  measured(): Measured {
    return {
      records: this.#records,
      postings: this.#ids.size,
      skipped: this.#skipped,
      ...(this.#leftOut > 0 && { leftOut: this.#leftOut }),
      ...(this.#foreign > 0 && { foreign: this.#foreign }),
      duplicates: this.#duplicates,
      ...(this.#unmarked > 0 && { unmarked: { postings: this.#unmarked, lacking: { ...this.#lacking } } }),
      ...(this.#recalled > 0 && { recalled: this.#recalled }),
      filled: { ...this.#filled },
    }
  }

  /** The first skipped records, at most 20. */
  get skippedExamples(): readonly Skipped[] {
    return this.#examples
  }
}
