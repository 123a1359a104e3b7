import { defaultBranch, timestamp, type World } from '../world.ts'
import { nodeId, renderUser } from './user.ts'

const repositoryUrls =
  'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags teams trees'.split(
    ' ',
  )

const zeros =
  'forks forks_count open_issues open_issues_count size stargazers_count watchers watchers_count network_count subscribers_count'.split(' ')

/** `repositories/1`, the id of the one repository. */
export const repositoryId = 1

/** The API address of something in the repository. */
export function repositoryUrl(world: World, path = ''): string {
  return `${world.url}/api/v3/repos/${world.owner}/${world.repo}${path}`
}

/** The browser address of something in the repository. */
export function pageUrl(world: World, path = ''): string {
  return `${world.url}/${world.owner}/${world.repo}${path}`
}

/** `full-repository` of the REST API: private, with all merge methods that the forge knows. */
export function renderRepository(world: World): Record<string, unknown> {
  const name = `${world.owner}/${world.repo}`
  const created = timestamp(world)
  return {
    id: repositoryId,
    node_id: nodeId('Repository', repositoryId),
    name: world.repo,
    full_name: name,
    owner: renderUser(world, world.owner),
    private: true,
    visibility: 'private',
    html_url: pageUrl(world),
    url: repositoryUrl(world),
    description: null,
    fork: false,
    ...Object.fromEntries(repositoryUrls.map((part) => [`${part}_url`, repositoryUrl(world, `/${part}`)])),
    ...Object.fromEntries(zeros.map((part) => [part, 0])),
    clone_url: `${world.url}/${name}.git`,
    git_url: `${world.url}/${name}.git`,
    ssh_url: `${world.url}/${name}.git`,
    svn_url: pageUrl(world),
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    archived: false,
    disabled: false,
    default_branch: defaultBranch,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    has_downloads: false,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: false,
    created_at: created,
    updated_at: created,
    pushed_at: created,
  }
}
