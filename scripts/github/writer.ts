import type { Place } from './octokit.ts'
import type { GitHubWriter } from './port.ts'

/** Writes through GitHub's REST API. Whoever only plans is given none. */
export function createWriter(place: Place): GitHubWriter {
  const { octokit, owner, repo } = place
  const { rest } = octokit
  const here = { owner, repo }
  return {
    async addComment(issue, body) {
      await rest.issues.createComment({ ...here, issue_number: issue, body })
    },
    async editComment(comment, body) {
      await rest.issues.updateComment({ ...here, comment_id: comment, body })
    },
    async react(comment, content) {
      await rest.reactions.createForIssueComment({ ...here, comment_id: comment, content })
    },
    async askForReview(pull, reviewer) {
      await rest.pulls.requestReviewers({ ...here, pull_number: pull, reviewers: [reviewer] })
    },
    publishCheck: (check) => publishCheck(place, check),
    async setLabels(issue, labels) {
      await rest.issues.setLabels({ ...here, issue_number: issue, labels: [...labels] })
    },
    async setAssignees(issue, logins) {
      await rest.issues.update({ ...here, issue_number: issue, assignees: [...logins] })
    },
    async close(issue) {
      await rest.issues.update({ ...here, issue_number: issue, state: 'closed', state_reason: 'completed' })
    },
    openPull: (pull) => openPull(place, pull),
  }
}

async function publishCheck({ octokit, owner, repo }: Place, check: Parameters<GitHubWriter['publishCheck']>[0]): Promise<void> {
  const output = { title: check.title, summary: check.summary }
  const state =
    check.conclusion === undefined ? ({ status: 'in_progress' } as const) : ({ status: 'completed', conclusion: check.conclusion } as const)
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: check.commit,
    check_name: check.name,
    filter: 'latest',
    per_page: 100,
  })
  // Any job can make a check of this name: only the App's own counts, and only the App may change it.
  const earlier = data.check_runs.find(({ app }) => app?.slug === check.app)
  // A completed run does not go back to waiting on GitHub: a new one of the same name takes its place.
  if (earlier === undefined || (earlier.status === 'completed' && state.status === 'in_progress')) {
    await octokit.rest.checks.create({ owner, repo, name: check.name, head_sha: check.commit, ...state, output })
  } else {
    await octokit.rest.checks.update({ owner, repo, check_run_id: earlier.id, ...state, output })
  }
}

async function openPull({ octokit, owner, repo }: Place, pull: Parameters<GitHubWriter['openPull']>[0]): Promise<number> {
  const { head, base, title, body } = pull
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: 'open', head: `${owner}:${head}`, base })
  const open = data[0]
  if (open === undefined) return (await octokit.rest.pulls.create({ owner, repo, head, base, title, body })).data.number
  await octokit.rest.pulls.update({ owner, repo, pull_number: open.number, title, body })
  return open.number
}
