import { getOctokit } from '@actions/github'
import { GitHubError } from '../errors.ts'
import type { Variables } from '../model/variables.ts'

type Octokit = ReturnType<typeof getOctokit>

/** The repository that is spoken to, and the client to do it with. */
export interface Place {
  readonly octokit: Octokit
  readonly owner: string
  readonly repo: string
}

/** Where a workflow job finds its repository: the variables of docs.github.com, "Default environment variables". */
export function openPlace(variables: Variables): Place {
  const token = variables.GITHUB_TOKEN
  const [owner, repo] = (variables.GITHUB_REPOSITORY ?? '').split('/')
  if (token === undefined || token === '' || !owner || !repo) {
    throw new GitHubError('GITHUB_TOKEN and GITHUB_REPOSITORY (owner/name) are needed: this verb runs in a workflow')
  }
  const octokit = getOctokit(token, { ...(variables.GITHUB_API_URL === undefined ? {} : { baseUrl: variables.GITHUB_API_URL }) })
  octokit.hook.error('request', (error, { method, url }) => {
    const { status } = error as { status?: number }
    // Octokit's message repeats GitHub's own; the request shows which of our calls it was.
    throw new GitHubError(`${method} ${url}: ${error.message}`, { ...(status === undefined ? {} : { status }), cause: error })
  })
  return { octokit, owner, repo }
}
