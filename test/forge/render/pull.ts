import type { Issue, Review, World } from '../world.ts'
import { renderIssue } from './issue.ts'
import { pageUrl, renderRepository, repositoryUrl } from './repository.ts'
import { association, nodeId, renderUser } from './user.ts'

/** What only Git can tell of a pull request. */
export interface PullFacts {
  readonly baseSha: string
  readonly additions: number
  readonly deletions: number
  readonly changedFiles: number
  readonly commits: number
  /** The state word of `mergeable_state`: clean, blocked, dirty, draft, unknown. */
  readonly mergeableState: string
}

/** `pull-request` of the REST API (a superset of `pull-request-simple`). */
export function renderPull(world: World, issue: Issue, facts: PullFacts): Record<string, unknown> {
  const pull = issue.pull!
  const { labels, assignee, assignees, user, comments } = renderIssue(world, issue)
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    ...renderAddresses(world, issue.number, pull.headSha),
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user,
    body: issue.body,
    labels,
    milestone: null,
    assignee,
    assignees,
    draft: pull.draft,
    requested_reviewers: pull.requestedReviewers.map((login) => renderUser(world, login)),
    requested_teams: [],
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.mergeSha,
    head: renderSide(world, pull.head, pull.headSha, issue.author),
    base: renderSide(world, pull.base, facts.baseSha, world.owner),
    author_association: association(world, issue.author),
    auto_merge: null,
    merged: pull.merged !== undefined,
    mergeable: pull.merged === undefined ? pull.mergeSha !== null : null,
    mergeable_state: facts.mergeableState,
    merged_by: pull.merged === undefined ? null : renderUser(world, pull.merged.by),
    comments,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: facts.commits,
    additions: facts.additions,
    deletions: facts.deletions,
    changed_files: facts.changedFiles,
  }
}

function renderAddresses(world: World, number: number, headSha: string): Record<string, unknown> {
  const url = repositoryUrl(world, `/pulls/${number}`)
  const html = pageUrl(world, `/pull/${number}`)
  const issue = repositoryUrl(world, `/issues/${number}`)
  const links = {
    self: url,
    html,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${url}/comments/0`,
    commits: `${url}/commits`,
    statuses: repositoryUrl(world, `/statuses/${headSha}`),
  }
  return {
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: `${url}/comments{/number}`,
    comments_url: links.comments,
    statuses_url: links.statuses,
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  }
}

function renderSide(world: World, branch: string, sha: string, login: string): Record<string, unknown> {
  return { label: `${world.owner}:${branch}`, ref: branch, sha, user: renderUser(world, login), repo: renderRepository(world) }
}

export function renderReview(world: World, review: Review): Record<string, unknown> {
  const url = repositoryUrl(world, `/pulls/${review.pull}`)
  const html = pageUrl(world, `/pull/${review.pull}#pullrequestreview-${review.id}`)
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: renderUser(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    _links: { html: { href: html }, pull_request: { href: url } },
    submitted_at: review.submittedAt,
    commit_id: review.commitSha,
    author_association: association(world, review.author),
  }
}
