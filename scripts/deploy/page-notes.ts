import { counted } from '../model/counted.ts'
import type { StoredPage } from '../store/shown.ts'

/** What is as it should be on the pages of clients, and still worth knowing: one sentence each. */
export function notesOf(pages: readonly StoredPage[]): string[] {
  return pages.flatMap(({ client, postings, closed, unmarked }) => {
    const all = counted(postings + closed, 'posting')
    return [
      ...(closed > 0
        ? [`${client}: ${closed} of ${all} ${closed === 1 ? 'is' : 'are'} on no list, since the last day of publication is over`]
        : []),
      ...(unmarked > 0
        ? [
            `${client}: ${unmarked} of ${all} ${unmarked === 1 ? 'is' : 'are'} shown without JobPosting markup: npm run preview says what they lack`,
          ]
        : []),
    ]
  })
}
