import type { PostingChange, PostingDifference } from '../model/change-report.ts'
import type { Posting } from '../model/posting.ts'
import type { Comparison } from './compare-postings.ts'

// What a person reads in a comment; the numbers beside them are complete.
const longestList = 20

/** The numbers of a comparison, and the first of what differs. */
export function summariseComparison({ counts, added, removed, changed }: Comparison): PostingDifference {
  const whole = (kind: 'added' | 'removed') => (posting: Posting) => change(kind, posting, [])
  // Removals first: they are what cannot be seen on the page afterwards.
  const examples = [
    ...removed.slice(0, longestList).map(whole('removed')),
    ...changed.slice(0, longestList).map((posting) =>
      change(
        'changed',
        posting,
        posting.properties.map(({ property }) => property),
      ),
    ),
    ...added.slice(0, longestList).map(whole('added')),
  ].slice(0, longestList)
  return { ...counts, examples }
}

function change(kind: PostingChange['kind'], { id, title }: Pick<Posting, 'id' | 'title'>, properties: readonly string[]): PostingChange {
  return { kind, id, title, properties }
}
