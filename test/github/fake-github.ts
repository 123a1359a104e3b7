import type { Check, GitHub, PlacedComment, PullRequest, Request, Review } from '../../scripts/github/port.ts'

/** A GitHub in memory, behind our own port. `me` writes the comments; `written` counts what was changed. */
export class FakeGitHub implements GitHub {
  readonly me: string
  readonly allComments: PlacedComment[] = []
  readonly requests = new Map<number, Request>()
  readonly pulls = new Map<number, PullRequest>()
  readonly reviewsOf = new Map<number, Review[]>()
  readonly checks: Check[] = []
  readonly reactions: { readonly comment: number; readonly content: string }[] = []
  written = 0

  constructor(me: string) {
    this.me = me
  }

  /** Somebody writes a comment; the id of it. */
  say(issue: number, author: string, body: string): number {
    const id = this.allComments.length + 1
    const at = `2026-03-02T10:00:${String(id).padStart(2, '0')}Z`
    this.allComments.push({ id, issue, author, isBot: author.endsWith('[bot]'), body, createdAt: at, updatedAt: at })
    return id
  }

  async pull(number: number) {
    return this.pulls.get(number)!
  }
  async openPulls() {
    return [...this.pulls.values()].filter(({ isOpen }) => isOpen)
  }
  async commits() {
    return [{ message: 'Add acme', logins: ['dev'] }]
  }
  async reviews(pull: number) {
    return this.reviewsOf.get(pull) ?? []
  }
  async comments(issue: number) {
    return this.allComments.filter((comment) => comment.issue === issue)
  }
  async recentComments() {
    return this.allComments.toReversed()
  }
  async request(number: number) {
    return this.requests.get(number) ?? { number, isOpen: true, labels: [], assignees: [] }
  }
  async addComment(issue: number, body: string) {
    this.written += 1
    this.say(issue, this.me, body)
  }
  async editComment(comment: number, body: string) {
    this.written += 1
    const at = this.allComments.findIndex(({ id }) => id === comment)
    this.allComments[at] = { ...this.allComments[at]!, body }
  }
  async react(comment: number, content: string) {
    this.written += 1
    this.reactions.push({ comment, content })
  }
  async askForReview(number: number, reviewer: string) {
    this.written += 1
    const pull = await this.pull(number)
    this.pulls.set(number, { ...pull, requested: [...pull.requested, reviewer] })
  }
  async publishCheck(check: Check) {
    this.written += 1
    this.checks.push(check)
  }
  async setLabels(issue: number, labels: readonly string[]) {
    this.written += 1
    this.requests.set(issue, { ...(await this.request(issue)), labels })
  }
  async setAssignees(issue: number, assignees: readonly string[]) {
    this.written += 1
    this.requests.set(issue, { ...(await this.request(issue)), assignees })
  }
  async close(issue: number) {
    this.written += 1
    this.requests.set(issue, { ...(await this.request(issue)), isOpen: false })
  }
  async openPull() {
    this.written += 1
    return 1
  }
}

/** An open pull request by `dev`. */
export function aPull(more: Partial<PullRequest> = {}): PullRequest {
  return { number: 9, author: 'dev', isOpen: true, isDraft: false, base: 'staging', head: 'acme', headSha: 'c1', requested: [], ...more }
}
