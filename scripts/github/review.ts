import type { TeamFile } from '../model/team.ts'
import { type Choice, chooseReviewer } from '../process/alternation.ts'
import { type Authors, findAuthors } from '../process/authors.ts'
import { type GateVerdict, judgeGate } from '../process/gate.ts'
import { readMarker, writeMarker } from '../process/marker.ts'
import { botOf, isSameLogin } from '../process/team.ts'
import type { Check, GitHub, GitHubReader, PullRequest } from './port.ts'

/** Name of the check that a merge waits for; the rules of both branches require it, of our App. */
export const gateCheck = 'review gate'

/** Everyone who had a hand in the pull request. */
async function readAuthors(github: GitHubReader, pull: PullRequest, team: TeamFile): Promise<Authors> {
  return findAuthors(pull.author, await github.commits(pull.number), team)
}

/** Chooses who reviews and asks; asked a second time, nothing happens. Where people chose by hand, their choice stands. */
export async function askReviewer(
  github: GitHub,
  pull: PullRequest,
  { team, today }: { readonly team: TeamFile; readonly today: string },
): Promise<Choice> {
  const choice = chooseReviewer(await readAlternationFacts(github, pull, { team, today }))
  if (choice.kind === 'nobody') return choice
  const hasAnswered = (await github.reviews(pull.number)).some(({ author }) => isSameLogin(author, choice.reviewer))
  const isAsked = pull.requested.some((login) => isSameLogin(login, choice.reviewer))
  if (!isAsked && !hasAnswered) await github.askForReview(pull.number, choice.reviewer)
  if (choice.kind === 'asked') await github.addComment(pull.number, renderAsking(choice.reviewer, choice.reasons))
  return choice
}

function renderAsking(reviewer: string, reasons: readonly string[]): string {
  return `${writeMarker('asked', { reviewer })}\n@${reviewer} is asked to review this.\n\n${reasons.map((reason) => `- ${reason}`).join('\n')}`
}

async function readAlternationFacts(
  github: GitHubReader,
  pull: PullRequest,
  { team, today }: { readonly team: TeamFile; readonly today: string },
) {
  const [comments, pulls, authors] = await Promise.all([github.recentComments(), github.openPulls(), readAuthors(github, pull, team)])
  const asked = comments.flatMap(({ issue, author, body, createdAt }) => {
    const reviewer = isSameLogin(author, botOf(team)) ? readMarker('asked', body)?.reviewer : undefined
    return typeof reviewer === 'string' ? [{ pull: issue, reviewer, at: createdAt }] : []
  })
  const openReviews = new Map<string, number>()
  for (const { number, requested } of pulls) {
    if (number !== pull.number) for (const login of requested) openReviews.set(login, (openReviews.get(login) ?? 0) + 1)
  }
  return { team, pull: pull.number, isDraft: pull.isDraft, authors: authors.logins, asked, openReviews, today }
}

/** Judges the pull request; `contentOf` tells what a commit changes against the base, undefined where the commit is gone. */
export async function judgePull(
  github: GitHubReader,
  pull: PullRequest,
  { team, contentOf }: { readonly team: TeamFile; readonly contentOf: (commit: string) => Promise<string | undefined> },
): Promise<GateVerdict> {
  const [authors, reviews, content] = await Promise.all([
    readAuthors(github, pull, team),
    github.reviews(pull.number),
    contentOf(pull.headSha),
  ])
  if (content === undefined) return { state: 'waiting', reasons: ['The head commit is not in the repository any more.'] }
  const judged = []
  for (const { author, state, commit } of reviews)
    judged.push({ author, state, content: commit === pull.headSha ? content : await contentOf(commit) })
  return judgeGate({ team, base: pull.base, head: pull.head, opener: pull.author, authors, content, reviews: judged })
}

const titles = { passed: 'Approved', waiting: 'Waiting for a review', refused: 'Not as it stands' } as const satisfies Record<
  GateVerdict['state'],
  string
>

/** The verdict as the check that GitHub waits for: green only when it passed, and unfinished while only people are waited for. */
export function gateResult({ state, reasons }: GateVerdict, commit: string, app: string): Check {
  const summary = reasons.map((reason) => `- ${reason}`).join('\n')
  const conclusion = state === 'passed' ? 'success' : state === 'refused' ? 'failure' : undefined
  return { app, name: gateCheck, commit, ...(conclusion === undefined ? {} : { conclusion }), title: titles[state], summary }
}
