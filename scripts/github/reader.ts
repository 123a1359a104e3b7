import type { RequestComment } from '../process/sign-off.ts'
import type { Place } from './octokit.ts'
import type { GitHubReader, PlacedComment, PullRequest, Review } from './port.ts'

const perPage = 100
// Enough to find when each of a team's reviewers was asked last, and still few of the 1,000 requests an hour.
const recentPages = 10

/** Reads through GitHub's REST API. */
export function createReader({ octokit, owner, repo }: Place): GitHubReader {
  const { rest } = octokit
  const here = { owner, repo, per_page: perPage }
  return {
    async pull(number) {
      return toPull((await rest.pulls.get({ owner, repo, pull_number: number })).data)
    },
    async openPulls() {
      return (await octokit.paginate(rest.pulls.list, { ...here, state: 'open' })).map(toPull)
    },
    async commits(pull) {
      const commits = await octokit.paginate(rest.pulls.listCommits, { ...here, pull_number: pull })
      return commits.map(({ commit, author, committer }) => ({
        message: commit.message,
        logins: [...loginOf(author), ...loginOf(committer)],
      }))
    },
    async reviews(pull) {
      const reviews = await octokit.paginate(rest.pulls.listReviews, { ...here, pull_number: pull })
      return reviews.map(({ user, state, commit_id }) => ({
        author: user?.login ?? 'ghost',
        state: state as Review['state'],
        commit: commit_id ?? '',
      }))
    },
    async comments(issue) {
      return (await octokit.paginate(rest.issues.listComments, { ...here, issue_number: issue })).map(toComment)
    },
    async recentComments() {
      let pages = 0
      const query = { ...here, sort: 'created', direction: 'desc' } as const
      return await octokit.paginate(rest.issues.listCommentsForRepo, query, ({ data }, done) => {
        pages += 1
        if (pages === recentPages) done()
        return data.map((comment): PlacedComment => ({ ...toComment(comment), issue: Number(comment.issue_url.split('/').at(-1)) }))
      })
    },
    async request(number) {
      const { data } = await rest.issues.get({ owner, repo, issue_number: number })
      return {
        number,
        isOpen: data.state === 'open',
        labels: data.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
        assignees: (data.assignees ?? []).map(({ login }) => login),
      }
    },
  }
}

interface RestPull {
  readonly number: number
  readonly user: { readonly login: string } | null
  readonly state: string
  readonly draft?: boolean | undefined
  readonly merged_at: string | null
  readonly merge_commit_sha: string | null
  readonly base: { readonly ref: string }
  readonly head: { readonly ref: string; readonly sha: string }
  readonly requested_reviewers?: readonly { readonly login?: string }[] | null | undefined
}

function toPull(pull: RestPull): PullRequest {
  return {
    number: pull.number,
    author: pull.user?.login ?? 'ghost',
    isOpen: pull.state === 'open',
    isDraft: pull.draft ?? false,
    ...(pull.merged_at !== null && pull.merge_commit_sha ? { mergeCommit: pull.merge_commit_sha } : {}),
    base: pull.base.ref,
    head: pull.head.ref,
    headSha: pull.head.sha,
    requested: (pull.requested_reviewers ?? []).flatMap(loginOf),
  }
}

interface RestComment {
  readonly id: number
  readonly user: { readonly login: string; readonly type?: string } | null
  readonly body?: string | undefined
  readonly created_at: string
  readonly updated_at: string
}

function toComment({ id, user, body, created_at, updated_at }: RestComment): RequestComment {
  return { id, author: user?.login ?? 'ghost', isBot: user?.type === 'Bot', body: body ?? '', createdAt: created_at, updatedAt: updated_at }
}

function loginOf(user: { readonly login?: string } | object | null | undefined): string[] {
  const login = user !== null && user !== undefined && 'login' in user ? user.login : undefined
  return login === undefined ? [] : [login]
}
