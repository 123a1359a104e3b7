/** Values of one property that could not be used, over the whole feed. */
export interface MappingWarning {
  /** Property of the posting, or `location.country` and the like. */
  readonly property: string
  /** What was wrong: unknown word, not a date in the given format ... */
  readonly problem: string
  /** How many values there were. */
  readonly count: number
  /** The distinct values with their number, the most frequent first; at most 20, each at most 80 characters long. */
  readonly values: readonly (readonly [value: string, count: number])[]
}

// Enough to complete a map from; a property that is no category (a date) has as many as there are postings.
const mostValues = 20
const longestValue = 80

/** Counts what could not be used, in bounded memory. */
export class Warnings {
  readonly #byKind = new Map<string, { readonly property: string; readonly problem: string; count: number; values: Map<string, number> }>()

  /** How many there were. */
  count = 0

  add(property: string, problem: string, value: string): void {
    this.count += 1
    const key = `${property}: ${problem}`
    let kind = this.#byKind.get(key)
    if (kind === undefined) {
      kind = { property, problem, count: 0, values: new Map() }
      this.#byKind.set(key, kind)
    }
    kind.count += 1
    const shown = value.slice(0, longestValue)
    const earlier = kind.values.get(shown)
    if (earlier !== undefined || kind.values.size < mostValues) kind.values.set(shown, (earlier ?? 0) + 1)
  }

  list(): readonly MappingWarning[] {
    return [...this.#byKind.values()].map((kind) => ({ ...kind, values: [...kind.values].sort(([, a], [, b]) => b - a) }))
  }
}
