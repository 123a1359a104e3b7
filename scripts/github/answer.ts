import type { TeamFile } from '../model/team.ts'
import { readMarker, writeMarker } from '../process/marker.ts'
import { type Conversation, type Heard, readConversation } from '../process/sign-off.ts'
import type { StageEvent } from '../process/stage.ts'
import { botOf, isSameLogin, peopleWith } from '../process/team.ts'
import { moveRequest } from './move.ts'
import type { GitHub } from './port.ts'

type Commanded = Heard['command']['kind']

const effects = { 'sign-off': 'signOff', feedback: 'giveFeedback', installed: 'install' } as const satisfies Partial<
  Record<Commanded, StageEvent>
>

/** Answers every command of a request that has no answer yet, and moves the request to where its comments leave it. Twice is once. */
export async function answerRequest(github: GitHub, issue: number, team: TeamFile): Promise<readonly Heard[]> {
  const comments = await github.comments(issue)
  const conversation = readConversation({ comments, team, bot: botOf(team) })
  const answered = new Set(comments.flatMap(({ isBot, body }) => (isBot ? (readMarker('answer', body)?.comment ?? []) : [])))
  const open = conversation.heard.filter(({ comment }) => !answered.has(comment))
  for (const [comment, heard] of Map.groupBy(open, (one) => one.comment)) {
    await github.react(comment, heard.some(({ refused }) => refused !== undefined) ? 'confused' : '+1')
    await github.addComment(issue, `${writeMarker('answer', { comment })}\n${heard.map((one) => answer(one, conversation)).join('\n')}`)
  }
  await applyLastWord(github, issue, { open, team, developers: developersIn(comments, botOf(team)) })
  return open
}

function answer({ author, command, refused }: Heard, { shown }: Conversation): string {
  if (refused !== undefined) return `@${author}: \`/${command.kind}\` has no effect: ${refused}.`
  switch (command.kind) {
    case 'sign-off':
      return [...shown]
        .map(([client, hash]) => `@${author} signed off ${client}, content \`${hash.slice(0, 12)}\`. It holds until that changes.`)
        .join('\n')
    case 'feedback':
      return `@${author} recorded feedback: back to development. An earlier sign-off no longer holds.`
    case 'later':
      return `@${author} kept an idea for later; nothing waits for it.`
    case 'installed':
      return `@${author} installed the page: the client is live.`
    default:
      return command satisfies never
  }
}

interface LastWord {
  readonly open: readonly Heard[]
  readonly team: TeamFile
  readonly developers: readonly string[]
}

async function applyLastWord(github: GitHub, issue: number, { open, team, developers }: LastWord): Promise<void> {
  const last = open.findLast(({ refused, command }) => refused === undefined && command.kind !== 'later')
  const kind = last?.command.kind
  if (last === undefined || kind === undefined || kind === 'later') return
  const owners = kind === 'sign-off' ? peopleWith(team, 'releaseManager') : kind === 'feedback' ? developers : [last.author]
  await moveRequest(github, issue, { event: effects[kind], owners })
  if (kind === 'installed') await github.close(issue)
}

/** The developer of the client, as its last announcement says. */
function developersIn(comments: readonly { readonly author: string; readonly body: string }[], bot: string): string[] {
  const names = comments.flatMap(({ author, body }) => (isSameLogin(author, bot) ? (readMarker('shown', body)?.developer ?? []) : []))
  const last = names.at(-1)
  return typeof last === 'string' ? [last] : []
}
