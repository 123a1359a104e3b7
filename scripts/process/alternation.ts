import type { Person, TeamFile } from '../model/team.ts'
import { isSameLogin, peopleWith, personOf } from './team.ts'

/** One time that somebody was asked for a review. */
export interface Asked {
  readonly pull: number
  readonly reviewer: string
  /** ISO 8601. */
  readonly at: string
}

/** What the choice of a reviewer depends on. */
export interface AlternationFacts {
  readonly team: TeamFile
  readonly pull: number
  readonly isDraft: boolean
  /** User names of the author and all co-authors. */
  readonly authors: readonly string[]
  /** Every asking so far, of this pull request and of others, in any order. */
  readonly asked: readonly Asked[]
  /** Open reviews by user name: asked for and not yet given. */
  readonly openReviews: ReadonlyMap<string, number>
  /** Today in ISO 8601 (YYYY-MM-DD). */
  readonly today: string
}

/** `kept` where somebody was asked before and still can; `nobody` where no one can be asked. `reasons` are sentences. */
export type Choice =
  | { readonly kind: 'asked' | 'kept'; readonly reviewer: string; readonly reasons: readonly string[] }
  | { readonly kind: 'nobody'; readonly reasons: readonly string[] }

const defaultLimit = 5

/**
 * Who reviews: whoever was asked longest ago, never asked first, in the file's order where that is equal.
 * Who is passed over loses no turn, because only real askings count. A push, or draft and back, changes nothing.
 */
export function chooseReviewer(facts: AlternationFacts): Choice {
  const reviewers = peopleWith(facts.team, 'reviewer')
  const passedOver = new Map(reviewers.flatMap((login) => sayWhyNot(login, facts)))
  const earlier = facts.asked
    .filter(({ pull }) => pull === facts.pull)
    .sort(byTime)
    .at(-1)
  if (earlier !== undefined && mayStay(earlier.reviewer, facts)) {
    return { kind: 'kept', reviewer: earlier.reviewer, reasons: [`${earlier.reviewer} was asked before and stays.`] }
  }
  if (facts.isDraft) return { kind: 'nobody', reasons: ['This is a draft: somebody is asked once it is ready.'] }

  const queue = reviewers
    .filter((login) => !passedOver.has(login))
    .map((login) => ({ login, last: lastAsked(login, facts.asked) }))
    .sort((a, b) => (a.last ?? '').localeCompare(b.last ?? ''))
  const first = queue[0]
  const skipped = [...passedOver.values()]
  if (first === undefined) return { kind: 'nobody', reasons: ['Nobody can be asked.', ...skipped] }
  const why = first.last === undefined ? 'was never asked before' : `was asked longest ago (${first.last.slice(0, 10)})`
  return { kind: 'asked', reviewer: first.login, reasons: [`${first.login} ${why}.`, ...skipped] }
}

/** The limit counts for new askings alone: this review is one of those that count towards it. */
function mayStay(login: string, facts: AlternationFacts): boolean {
  const person = personOf(facts.team, login)
  return person?.roles.includes('reviewer') === true && !isAuthor(login, facts) && absence(person, facts.today) === undefined
}

function sayWhyNot(login: string, facts: AlternationFacts): [string, string][] {
  const person = facts.team.people[login]!
  if (isAuthor(login, facts)) return [[login, `${login} had a hand in this change.`]]
  const away = absence(person, facts.today)
  if (away !== undefined) return [[login, `${login} is away until ${away.until}.`]]
  const open = facts.openReviews.get(login) ?? 0
  const limit = person.limit ?? defaultLimit
  return open >= limit ? [[login, `${login} has ${open} open reviews, the limit is ${limit}.`]] : []
}

function isAuthor(login: string, { authors }: AlternationFacts): boolean {
  return authors.some((author) => isSameLogin(author, login))
}

function absence({ absences = [] }: Person, today: string) {
  // ISO 8601 dates compare as text.
  return absences.find(({ from, until }) => from <= today && today <= until)
}

function lastAsked(login: string, asked: readonly Asked[]): string | undefined {
  return asked
    .filter(({ reviewer }) => isSameLogin(reviewer, login))
    .sort(byTime)
    .at(-1)?.at
}

function byTime(a: Asked, b: Asked): number {
  return a.at.localeCompare(b.at)
}
