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

/** What becomes of the postings of one feed, posting by posting, in the order of their side. */
export interface Comparison {
  readonly added: readonly Posting[]
  readonly removed: readonly Posting[]
  readonly changed: readonly ChangedPosting[]
  readonly unchanged: number
}

/** Compares two lists of postings, ids unique in each; values are equal where their canonical JSON is. */
export function comparePostings(before: readonly Posting[], after: readonly Posting[]): Comparison {
  const earlier = new Map(before.map((posting) => [posting.id, posting]))
  const later = new Set(after.map(({ id }) => id))
  const added: Posting[] = []
  const changed: ChangedPosting[] = []
  for (const posting of after) {
    const previous = earlier.get(posting.id)
    const properties = previous === undefined ? [] : compareProperties(previous, posting)
    if (previous === undefined) added.push(posting)
    else if (properties.length > 0) changed.push({ id: posting.id, title: posting.title, properties })
  }
  const removed = before.filter(({ id }) => !later.has(id))
  return { added, removed, changed, unchanged: after.length - added.length - changed.length }
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
