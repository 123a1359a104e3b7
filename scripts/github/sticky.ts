import { readMarker, writeMarker } from '../process/marker.ts'
import { isSameLogin } from '../process/team.ts'
import type { GitHub } from './port.ts'

/** One comment that is written once and then changed. `author` is the bot whose comment it is. */
export interface Sticky {
  readonly issue: number
  readonly name: string
  readonly author: string
  readonly body: string
}

/** Writes the comment, or changes it where it differs; written twice, nothing happens the second time. */
export async function writeSticky(
  github: Pick<GitHub, 'comments' | 'addComment' | 'editComment'>,
  { issue, name, author, body }: Sticky,
): Promise<void> {
  const full = `${writeMarker(name, {})}\n${body}`
  const earlier = (await github.comments(issue)).find(
    (comment) => isSameLogin(comment.author, author) && readMarker(name, comment.body) !== undefined,
  )
  if (earlier === undefined) await github.addComment(issue, full)
  else if (earlier.body !== full) await github.editComment(earlier.id, full)
}
