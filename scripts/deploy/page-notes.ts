import type { StoredPage } from '../store/shown.ts'

/** What is as it should be on the pages of clients, and still worth knowing: one sentence each. */
export function notesOf(pages: readonly StoredPage[]): string[] {
  return pages.flatMap(({ client, postings, closed, unmarked }) => {
    const all = postings + closed
    return [
      ...(closed > 0 ? [`${client}: ${closed} of ${all} postings are on no list, since their last day of publication is over`] : []),
      ...(unmarked > 0
        ? [`${client}: ${unmarked} of ${all} postings are shown without JobPosting markup: npm run preview says what they lack`]
        : []),
    ]
  })
}
