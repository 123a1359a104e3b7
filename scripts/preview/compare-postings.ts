import { canonicalJson } from '../canonical.ts'
import type { Posting } from '../model/posting.ts'

/** One property of a posting, before and after; absent on the side where it is not filled. */
interface PropertyChange {
  readonly property: keyof Posting
  readonly before?: unknown
  readonly after?: unknown
}

/** A posting that both sides have and that differs; `title` is the later one. */
export interface ChangedPosting {
  readonly id: string
  readonly title: string
  readonly properties: readonly PropertyChange[]
}

/** What becomes of the postings of one feed. All numbers are exact; of the postings themselves the first of each kind are kept as examples. */
export interface Comparison {
  readonly counts: { readonly added: number; readonly removed: number; readonly changed: number; readonly unchanged: number }
  /** In how many of the changed postings each property differs, the most frequent first. */
  readonly changedProperties: Readonly<Record<string, number>>
  readonly added: readonly Posting[]
  readonly removed: readonly Posting[]
  readonly changed: readonly ChangedPosting[]
}

// Of each kind: nobody reads more, and a page of more is slow to open.
const mostExamples = 500

// In characters of JSON, of each kind: as many as one record may have, so that even 500 huge postings do not fill the memory.
const longestExamples = 10_000_000

/** Compares posting by posting, in memory that does not grow with them. Values are equal where their canonical JSON is. */
export class PostingComparer {
  #unchanged = 0
  readonly #differing = new Map<keyof Posting, number>()
  readonly #added = new Examples<Posting>()
  readonly #removed = new Examples<Posting>()
  readonly #changed = new Examples<ChangedPosting>()

  /** Counts a posting that only the later side has. */
  add(posting: Posting): void {
    this.#added.take(posting)
  }

  /** Counts a posting that only the earlier side has. */
  remove(posting: Posting): void {
    this.#removed.take(posting)
  }

  /** Counts a posting that both sides have alike. */
  keep(): void {
    this.#unchanged += 1
  }

  /** Compares the two versions of a posting that both sides have. */
  compare(before: Posting, after: Posting): void {
    const properties = compareProperties(before, after)
    for (const { property } of properties) this.#differing.set(property, (this.#differing.get(property) ?? 0) + 1)
    if (properties.length === 0) this.keep()
    else this.#changed.take({ id: after.id, title: after.title, properties })
  }

  /** What has been found so far. */
  comparison(): Comparison {
    const [added, removed, changed] = [this.#added, this.#removed, this.#changed]
    return {
      counts: { added: added.count, removed: removed.count, changed: changed.count, unchanged: this.#unchanged },
      changedProperties: Object.fromEntries([...this.#differing].sort(([, a], [, b]) => b - a)),
      added: added.kept,
      removed: removed.kept,
      changed: changed.kept,
    }
  }
}

/** Counts what it is given, and keeps the first of it. */
class Examples<Item> {
  readonly kept: Item[] = []
  count = 0
  #length = 0

  take(item: Item): void {
    this.count += 1
    // None is passed over, so that what is kept is the first.
    if (this.kept.length < this.count - 1 || this.kept.length === mostExamples) return
    this.#length += JSON.stringify(item).length
    if (this.#length <= longestExamples) this.kept.push(item)
  }
}

function compareProperties(before: Posting, after: Posting): PropertyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort() as (keyof Posting)[]
  return names
    .filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null))
    .map((property) => ({
      property,
      ...(before[property] === undefined ? {} : { before: before[property] }),
      ...(after[property] === undefined ? {} : { after: after[property] }),
    }))
}
