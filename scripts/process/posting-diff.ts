import { canonicalJson } from '../canonical.ts'
import type { PostingChange, PostingDifference } from '../model/change-report.ts'
import type { Posting } from '../model/posting.ts'

// What a person reads in a comment; the numbers beside them are complete.
const longestList = 20

/** What happens to the postings when one mapping takes the place of another over the same bytes. */
export function diffPostings(before: readonly Posting[], after: readonly Posting[]): PostingDifference {
  const earlier = new Map(before.map((posting) => [posting.id, posting]))
  const later = new Set(after.map(({ id }) => id))
  const removed = before
    .filter(({ id }) => !later.has(id))
    .map(({ id, title }): PostingChange => ({ kind: 'removed', id, title, properties: [] }))
  const added = after
    .filter(({ id }) => !earlier.has(id))
    .map(({ id, title }): PostingChange => ({ kind: 'added', id, title, properties: [] }))
  const changed = after.flatMap((posting): PostingChange[] => {
    const properties = changedProperties(earlier.get(posting.id), posting)
    return properties.length === 0 ? [] : [{ kind: 'changed', id: posting.id, title: posting.title, properties }]
  })
  // Removals first: they are what cannot be seen on the page afterwards.
  const examples = [...removed, ...changed, ...added].slice(0, longestList)
  const unchanged = after.length - added.length - changed.length
  return { added: added.length, removed: removed.length, changed: changed.length, unchanged, examples }
}

function changedProperties(before: Posting | undefined, after: Posting): string[] {
  if (before === undefined) return []
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Posting>
  return [...names].filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null)).sort()
}
