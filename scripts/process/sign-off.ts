import type { TeamFile } from '../model/team.ts'
import { type Command, parseCommands } from './command.ts'
import { readMarker, writeMarker } from './marker.ts'
import { hasRole, isSameLogin } from './team.ts'

/** One comment on a request. Times are ISO 8601. */
export interface RequestComment {
  readonly id: number
  readonly author: string
  readonly isBot: boolean
  readonly body: string
  readonly createdAt: string
  readonly updatedAt: string
}

/** Everything that the sign-offs on one request follow from. `bot` is the user name of our App, whose announcements count. */
export interface SignOffFacts {
  /** In the order in which they were written. */
  readonly comments: readonly RequestComment[]
  readonly team: TeamFile
  readonly bot: string
}

/** What staging showed when somebody looked: `hash` is the content hash of content.ts. */
export interface Announcement {
  readonly client: string
  readonly hash: string
}

/** The last word on one client; `hash` says for which content it was signed. */
export type Word =
  | { readonly kind: 'none' }
  | { readonly kind: 'signed'; readonly hash: string; readonly by: string; readonly comment: number }
  | { readonly kind: 'feedback'; readonly text: string; readonly by: string; readonly comment: number }

/** What became of each command, by the comment's id. */
export interface Heard {
  readonly comment: number
  readonly author: string
  readonly command: Command
  /** Why the command has no effect; absent where it has. */
  readonly refused?: string
}

/** The state of one request, recomputed from all its comments. */
export interface Conversation {
  readonly shown: ReadonlyMap<string, string>
  readonly words: ReadonlyMap<string, Word>
  readonly heard: readonly Heard[]
}

/** The first line of the comment that tells what staging shows now; feedback on it goes to `developer`. */
export function announcementMarker({ client, hash }: Announcement, developer: string | undefined): string {
  return writeMarker('shown', { client, hash, ...(developer === undefined ? {} : { developer }) })
}

/**
 * Reads a request from its beginning. A sign-off is for the content that was announced last before it: what its author can have seen,
 * however fast staging moves on. Edited comments count for nothing, since anybody with write access can edit anybody's.
 */
export function readConversation({ comments, team, bot }: SignOffFacts): Conversation {
  const shown = new Map<string, string>()
  const words = new Map<string, Word>()
  const heard: Heard[] = []
  for (const comment of comments) {
    const announced = comment.isBot && isSameLogin(comment.author, bot) && !isEdited(comment) ? readAnnouncement(comment.body) : undefined
    if (announced !== undefined) shown.set(announced.client, announced.hash)
    // A bot that repeats a person's words must not be taken for the person.
    if (comment.isBot) continue
    for (const command of parseCommands(comment.body)) {
      const refused = refusal(comment, command, { team, shown })
      heard.push({ comment: comment.id, author: comment.author, command, ...(refused === undefined ? {} : { refused }) })
      if (refused === undefined) record(words, shown, comment, command)
    }
  }
  return { shown, words, heard }
}

/** A sign-off holds as long as the content is still the one that was signed. */
export type SignOff =
  | { readonly isValid: true; readonly by: string; readonly comment: number }
  | { readonly isValid: false; readonly reason: string }

/** Whether the client's content with this hash is signed off. */
export function judgeSignOff({ words }: Conversation, { client, hash }: Announcement): SignOff {
  const word = words.get(client) ?? { kind: 'none' }
  switch (word.kind) {
    case 'none':
      return { isValid: false, reason: 'nobody signed it off yet' }
    case 'feedback':
      return { isValid: false, reason: `${word.by} recorded feedback` }
    case 'signed':
      if (word.hash === hash) return { isValid: true, by: word.by, comment: word.comment }
      return { isValid: false, reason: `it changed after ${word.by} signed it off` }
    default:
      return word satisfies never
  }
}

function readAnnouncement(body: string): Announcement | undefined {
  const { client, hash } = readMarker('shown', body) ?? {}
  return typeof client === 'string' && typeof hash === 'string' ? { client, hash } : undefined
}

function refusal(
  comment: RequestComment,
  command: Command,
  { team, shown }: { team: TeamFile; shown: ReadonlyMap<string, string> },
): string | undefined {
  if (isEdited(comment)) return 'the comment was edited: write a new one'
  if (!hasRole(team, comment.author, 'accountManager')) return `${comment.author} is no accountManager in team.yml on main`
  if (command.kind === 'sign-off' && shown.size === 0) return 'staging has not shown anything yet'
  if ((command.kind === 'feedback' || command.kind === 'later') && command.text === '') return `write what it is about: /${command.kind} …`
  return undefined
}

function record(words: Map<string, Word>, shown: ReadonlyMap<string, string>, { id, author }: RequestComment, command: Command): void {
  for (const [client, hash] of shown) {
    if (command.kind === 'sign-off') words.set(client, { kind: 'signed', hash, by: author, comment: id })
    if (command.kind === 'feedback') words.set(client, { kind: 'feedback', text: command.text, by: author, comment: id })
  }
}

function isEdited({ createdAt, updatedAt }: RequestComment): boolean {
  return createdAt !== updatedAt
}
