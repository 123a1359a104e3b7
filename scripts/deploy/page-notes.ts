import { closedSentence, unmarkedSentence } from '../run/warning-text.ts'
import type { StoredPage } from '../store/shown.ts'

/** What is as it should be on the pages of clients, and still worth knowing: one sentence each. */
export function notesOf(pages: readonly StoredPage[]): string[] {
  return pages.flatMap(({ client, postings, closed, unmarked }) => {
    const all = postings + closed
    return [
      ...(closed > 0 ? [`${client}: ${closedSentence(closed, all)}, since the last day of publication is over`] : []),
      ...(unmarked > 0 ? [`${client}: ${unmarkedSentence(unmarked, all)}: npm run preview says what they lack`] : []),
    ]
  })
}
