import type { CommitFacts } from '../process/authors.ts'
import type { ReviewFacts } from '../process/gate.ts'
import type { RequestComment } from '../process/sign-off.ts'

/** A pull request, as far as the process needs it. */
export interface PullRequest {
  readonly number: number
  readonly author: string
  readonly isOpen: boolean
  readonly isDraft: boolean
  /** The commit that the merge made; absent where it was not merged. */
  readonly mergeCommit?: string
  /** Branch names. */
  readonly base: string
  readonly head: string
  readonly headSha: string
  /** User names of those who were asked and have not answered yet. */
  readonly requested: readonly string[]
}

/** One review, and the commit that it was given for. Oldest first. */
export interface Review {
  readonly author: string
  readonly state: ReviewFacts['state']
  readonly commit: string
}

/** An issue that tracks a client, the request. */
export interface Request {
  readonly number: number
  readonly isOpen: boolean
  readonly labels: readonly string[]
  readonly assignees: readonly string[]
}

/** A comment and the issue or pull request on which it stands. */
export interface PlacedComment extends RequestComment {
  readonly issue: number
}

/** A check run of our App (by its slug): `conclusion` is absent while it waits for people. Text is Markdown. */
export interface Check {
  readonly app: string
  readonly name: string
  readonly commit: string
  readonly conclusion?: 'success' | 'failure'
  readonly title: string
  readonly summary: string
}

/** What the product reads from GitHub. Lists are complete unless said otherwise; a fault throws GitHubError. */
export interface GitHubReader {
  pull(number: number): Promise<PullRequest>
  openPulls(): Promise<readonly PullRequest[]>
  commits(pull: number): Promise<readonly CommitFacts[]>
  reviews(pull: number): Promise<readonly Review[]>
  comments(issue: number): Promise<readonly RequestComment[]>
  /** The newest comments of the whole repository, at most 1,000, newest first. */
  recentComments(): Promise<readonly PlacedComment[]>
  request(number: number): Promise<Request>
}

/** What the product changes on GitHub. Each is idempotent where its doc says so. */
export interface GitHubWriter {
  addComment(issue: number, body: string): Promise<void>
  editComment(comment: number, body: string): Promise<void>
  /** Idempotent. */
  react(comment: number, content: '+1' | '-1' | 'confused' | 'rocket'): Promise<void>
  /** Idempotent. */
  askForReview(pull: number, reviewer: string): Promise<void>
  /** Idempotent: the App's check of this name on this commit is changed. */
  publishCheck(check: Check): Promise<void>
  /** Idempotent. */
  setLabels(issue: number, labels: readonly string[]): Promise<void>
  /** Idempotent: exactly these people. */
  setAssignees(issue: number, logins: readonly string[]): Promise<void>
  close(issue: number): Promise<void>
  /** Idempotent: an open pull request from this branch gets the new title and text. The number. */
  openPull(pull: { readonly head: string; readonly base: string; readonly title: string; readonly body: string }): Promise<number>
}

/** Both sides. What only reads should ask for `GitHubReader` alone. */
export interface GitHub extends GitHubReader, GitHubWriter {}
