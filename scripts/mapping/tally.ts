import type { Measured, Property, Skipped } from '../model/run.ts'
import type { Mapped } from './compile.ts'
import { IdSet } from './id-set.ts'

// As many as someone reads before mending the mapping.
const mostExamples = 20

/** Counts what the records of one run became, in memory that hardly grows with them. */
export class Tally {
  readonly #ids = new IdSet()
  readonly #filled: Partial<Record<Property, number>> = {}
  readonly #examples: Skipped[] = []
  #records = 0
  #skipped = 0
  #leftOut = 0
  #duplicates = 0

  /** Counts one record; true where it is a posting whose id has not come before: of several with one id the first counts. */
  add(mapped: Mapped): boolean {
    this.#records += 1
    if (!mapped.ok) {
      if (mapped.skipped === undefined) {
        this.#leftOut += 1
        return false
      }
      this.#skipped += 1
      if (this.#examples.length < mostExamples) this.#examples.push(mapped.skipped)
      return false
    }
    if (!this.#ids.add(mapped.posting.id)) {
      this.#duplicates += 1
      return false
    }
    for (const property in mapped.posting) {
      if (property !== 'id') this.#filled[property as Property] = (this.#filled[property as Property] ?? 0) + 1
    }
    return true
  }

  measured(): Measured {
    return {
      records: this.#records,
      postings: this.#ids.size,
      skipped: this.#skipped,
      ...(this.#leftOut > 0 && { leftOut: this.#leftOut }),
      duplicates: this.#duplicates,
      filled: { ...this.#filled },
    }
  }

  /** The first skipped records, at most 20. */
  get skippedExamples(): readonly Skipped[] {
    return this.#examples
  }
}
