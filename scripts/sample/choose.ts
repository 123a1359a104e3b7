import type { SourceRecord, Value } from '../model/record.ts'

/** One record that is to be kept: its position, and its size in characters of JSON. */
interface Candidate {
  readonly position: number
  readonly size: number
}

/** What the mapping made of a record; left out is what keep does not want. */
export type Fate = 'posting' | 'skipped' | 'leftOut'

// A longer record would fill a sample alone: the longest that is shorter than this shows the same.
const longestKept = 60_000

/** Chooses the records of a sample while a feed passes: ordinary ones, and those at the edges. Memory does not grow with the feed. */
export class Chooser {
  readonly #ordinaryWanted: number
  readonly #ordinary: Candidate[] = []
  #longest: Candidate | undefined
  #emptiest: (Candidate & { readonly filled: number }) | undefined
  #mostNested: (Candidate & { readonly depth: number }) | undefined
  #skipped: Candidate | undefined
  #leftOut: Candidate | undefined

  /** `ordinary` is how many ordinary records are wanted. */
  constructor(ordinary: number) {
    this.#ordinaryWanted = ordinary
  }

  /** Looks at one record. */
  look({ position, fields }: SourceRecord, fate: Fate): void {
    const size = JSON.stringify(fields).length
    if (size > longestKept) return
    const candidate = { position, size }
    const { filled, depth } = measure(fields)
    if (fate === 'skipped') this.#skipped ??= candidate
    else if (fate === 'leftOut') this.#leftOut ??= candidate
    else if (this.#ordinary.length < this.#ordinaryWanted) this.#ordinary.push(candidate)
    if (this.#longest === undefined || size > this.#longest.size) this.#longest = candidate
    if (this.#emptiest === undefined || filled < this.#emptiest.filled) this.#emptiest = { ...candidate, filled }
    if (this.#mostNested === undefined || depth > this.#mostNested.depth) this.#mostNested = { ...candidate, depth }
  }

  /** Positions of the chosen records, together at most `size` characters of JSON; the smallest are the last to be left out. */
  chosen(size: number): ReadonlySet<number> {
    const edges = [this.#emptiest, this.#mostNested, this.#skipped, this.#leftOut, this.#longest]
    const wanted = [...this.#ordinary, ...edges].filter((one) => one !== undefined)
    const bySize = new Map(wanted.toSorted((a, b) => a.size - b.size).map((candidate) => [candidate.position, candidate.size]))
    const positions = new Set<number>()
    let total = 0
    for (const [position, length] of bySize) {
      total += length
      if (total > size) break
      positions.add(position)
    }
    return positions
  }
}

/** How many values a record has filled, and how deep the deepest lies. */
function measure(value: Value): { readonly filled: number; readonly depth: number } {
  if (typeof value !== 'object' || value === null) return { filled: value === null || String(value).trim() === '' ? 0 : 1, depth: 0 }
  let filled = 0
  let depth = 0
  for (const part of Object.values(value) as Value[]) {
    const found = measure(part)
    filled += found.filled
    depth = Math.max(depth, found.depth)
  }
  return { filled, depth: depth + 1 }
}
