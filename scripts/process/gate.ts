import type { Role, TeamFile } from '../model/team.ts'
import type { Authors } from './authors.ts'
import { hasRole, isSameLogin } from './team.ts'

/** One review, and the content that it was given for: undefined where that can no longer be told. */
export interface ReviewFacts {
  readonly author: string
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  readonly content: string | undefined
}

/** What the gate depends on. `content` identifies what the pull request changes as it stands now. Reviews stand oldest first. */
export interface GateFacts {
  readonly team: TeamFile
  readonly base: string
  readonly head: string
  /** Who opened it. */
  readonly opener: string
  readonly authors: Authors
  readonly content: string
  readonly reviews: readonly ReviewFacts[]
}

/** `waiting` needs an approval; `refused` needs the change to change. `reasons` are sentences. */
export interface GateVerdict {
  readonly state: 'passed' | 'waiting' | 'refused'
  readonly reasons: readonly string[]
}

/** Branches whose pull requests main takes. */
const intoMain = ['promotion/', 'revert/', 'hotfix/'] as const

/**
 * Whether a pull request may be merged: an approval by somebody who may give one and had no hand in it, for the content as it stands now,
 * and no open request for changes.
 */
export function judgeGate(facts: GateFacts): GateVerdict {
  const astray = facts.base === 'main' ? sayWhyNotIntoMain(facts) : undefined
  if (astray !== undefined) return { state: 'refused', reasons: [astray] }
  const role: Role = facts.base === 'main' ? 'releaseManager' : 'reviewer'
  const verdicts = latestVerdicts(facts.reviews).filter(({ author }) => !isAuthor(author, facts.authors))
  const objections = verdicts.filter(({ author, state }) => state === 'CHANGES_REQUESTED' && standsInTeam(facts.team, author))
  if (objections.length > 0) return { state: 'refused', reasons: objections.map(({ author }) => `${author} requested changes.`) }

  const approvals = facts.reviews.filter(({ state }) => state === 'APPROVED').filter((review) => isLatest(review, facts.reviews))
  const faults = approvals.map((review) => ({ author: review.author, fault: faultOf(review, facts, role) }))
  const good = faults.filter(({ fault }) => fault === undefined)
  const strangers = facts.authors.unknown.length
  // Their names are theirs to choose: they are counted, not repeated.
  const notes = strangers === 0 ? [] : [`Co-authors whom team.yml does not know: ${strangers}. Add their addresses to it.`]
  if (good.length > 0) return { state: 'passed', reasons: [...good.map(({ author }) => `${author} approved this content.`), ...notes] }
  const missing = `An approval by a ${role === 'reviewer' ? 'reviewer' : 'release manager'} is needed.`
  return { state: 'waiting', reasons: [missing, ...faults.flatMap(({ fault }) => fault ?? []), ...notes] }
}

function sayWhyNotIntoMain({ team, head, opener }: GateFacts): string | undefined {
  if (!intoMain.some((prefix) => head.startsWith(prefix))) {
    return 'main takes promotions, reverts and hotfixes only: open this pull request against staging.'
  }
  // A branch can be called anything; what the App opened, it has made of signed-off clients.
  const isMadeByHand = head.startsWith('promotion/') && !isSameLogin(opener, `${team.app}[bot]`)
  return isMadeByHand ? 'A promotion is made by the workflow Promote, not by hand.' : undefined
}

function faultOf({ author, content }: ReviewFacts, facts: GateFacts, role: Role): string | undefined {
  if (isAuthor(author, facts.authors)) return `${author} had a hand in this change, so the approval does not count.`
  if (!hasRole(facts.team, author, role)) return `${author} is no ${role} in team.yml, so the approval does not count.`
  if (content !== facts.content) return `${author} approved other content than stands here now.`
  return undefined
}

/** A comment leaves an earlier verdict standing. */
function latestVerdicts(reviews: readonly ReviewFacts[]): ReviewFacts[] {
  const latest = new Map<string, ReviewFacts>()
  for (const review of reviews) {
    if (review.state !== 'COMMENTED' && review.state !== 'PENDING') latest.set(review.author, review)
  }
  return [...latest.values()]
}

function isLatest(review: ReviewFacts, reviews: readonly ReviewFacts[]): boolean {
  return latestVerdicts(reviews).includes(review)
}

function isAuthor(login: string, { logins }: Authors): boolean {
  return logins.some((author) => isSameLogin(author, login))
}

// An outsider's objection must not be able to block the house.
function standsInTeam(team: TeamFile, login: string): boolean {
  return hasRole(team, login, 'reviewer') || hasRole(team, login, 'releaseManager') || hasRole(team, login, 'developer')
}
