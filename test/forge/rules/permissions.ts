/** The permissions of an App or of `GITHUB_TOKEN`, by GitHub's names. What is not there is not granted. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>

/** `permission:level`; several mean that any one of them suffices. */
export type Need = readonly `${string}:${'read' | 'write' | 'admin'}`[]

const levels = ['read', 'write', 'admin'] as const

/** Operations that any valid token may call: metadata is granted to all. */
const free: Need = ['metadata:read']

const issueRead: Need = ['issues:read', 'pull_requests:read']
const issueWrite: Need = ['issues:write', 'pull_requests:write']

/**
 * What each operation asks of an App's token or of `GITHUB_TOKEN`.
 * Source: docs.github.com "Permissions required for GitHub Apps". The repository is private, so reading needs a grant too.
 */
export const needByOperation: Readonly<Record<string, Need>> = {
  'repos/get': free,
  'users/get-authenticated': free,
  'users/get-by-username': free,
  'repos/get-collaborator-permission-level': free,
  'repos/list-collaborators': free,
  'repos/list-branches': ['contents:read'],
  'repos/get-branch': ['contents:read'],
  'repos/list-tags': free,
  'repos/list-commits': ['contents:read'],
  'repos/get-commit': ['contents:read'],
  'repos/compare-commits-with-basehead': ['contents:read'],
  'repos/compare-commits': ['contents:read'],
  'repos/get-content': ['contents:read'],
  'repos/merge': ['contents:write'],
  'repos/list-pull-requests-associated-with-commit': ['pull_requests:read', 'contents:read'],
  'git/get-ref': ['contents:read'],
  'git/list-matching-refs': ['contents:read'],
  'git/create-ref': ['contents:write'],
  'git/update-ref': ['contents:write'],
  'git/delete-ref': ['contents:write'],
  'pulls/list': ['pull_requests:read'],
  'pulls/create': ['pull_requests:write'],
  'pulls/get': ['pull_requests:read'],
  'pulls/update': ['pull_requests:write'],
  'pulls/list-files': ['pull_requests:read'],
  'pulls/list-commits': ['pull_requests:read'],
  'pulls/merge': ['contents:write'],
  'pulls/list-requested-reviewers': ['pull_requests:read'],
  'pulls/request-reviewers': ['pull_requests:write'],
  'pulls/remove-requested-reviewers': ['pull_requests:write'],
  'pulls/list-reviews': ['pull_requests:read'],
  'pulls/create-review': ['pull_requests:write'],
  'pulls/get-review': ['pull_requests:read'],
  'pulls/dismiss-review': ['pull_requests:write'],
  'issues/list-for-repo': issueRead,
  'issues/create': ['issues:write'],
  'issues/get': issueRead,
  'issues/update': issueWrite,
  'issues/list-comments': issueRead,
  'issues/list-comments-for-repo': issueRead,
  'issues/get-comment': issueRead,
  'issues/create-comment': issueWrite,
  'issues/update-comment': issueWrite,
  'issues/delete-comment': issueWrite,
  'issues/list-labels-for-repo': issueRead,
  'issues/create-label': issueWrite,
  'issues/get-label': issueRead,
  'issues/list-labels-on-issue': issueRead,
  'issues/add-labels': issueWrite,
  'issues/set-labels': issueWrite,
  'issues/remove-label': issueWrite,
  'issues/add-assignees': issueWrite,
  'issues/remove-assignees': issueWrite,
  'reactions/list-for-issue-comment': issueRead,
  'reactions/create-for-issue-comment': issueWrite,
  'reactions/list-for-issue': ['issues:read'],
  'reactions/create-for-issue': ['issues:write'],
  'checks/create': ['checks:write'],
  'checks/get': ['checks:read'],
  'checks/update': ['checks:write'],
  'checks/list-for-ref': ['checks:read'],
  'checks/list-annotations': ['checks:read'],
  'repos/list-deployments': ['deployments:read'],
  'repos/create-deployment': ['deployments:write'],
  'repos/get-deployment': ['deployments:read'],
  'repos/list-deployment-statuses': ['deployments:read'],
  'repos/create-deployment-status': ['deployments:write'],
  'actions/create-workflow-dispatch': ['actions:write'],
  'actions/list-workflow-runs-for-repo': ['actions:read'],
  'actions/list-workflow-runs': ['actions:read'],
  'actions/get-workflow-run': ['actions:read'],
  'actions/list-workflow-run-artifacts': ['actions:read'],
  'actions/list-artifacts-for-repo': ['actions:read'],
  'actions/get-artifact': ['actions:read'],
  'actions/download-artifact': ['actions:read'],
}

/** Operations that only a GitHub App itself may call, signed with its key. */
export const appOperations = ['apps/get-authenticated', 'apps/get-repo-installation', 'apps/create-installation-access-token'] as const

/** Operations that a person needs more than `read` for, beside those that change something. */
const readersMay: readonly string[] = [
  'issues/create',
  'issues/create-comment',
  'issues/update-comment',
  'pulls/create-review',
  'reactions/create-for-issue-comment',
  'reactions/create-for-issue',
]

/** Whether a token with these permissions may call the operation. */
export function isGranted(operation: string, granted: Permissions): boolean {
  const needs = needByOperation[operation]
  if (needs === undefined) return false
  return needs.some((need) => {
    const [permission, level] = need.split(':') as [string, (typeof levels)[number]]
    const held = permission === 'metadata' ? 'read' : granted[permission]
    return held !== undefined && levels.indexOf(held) >= levels.indexOf(level)
  })
}

/** Whether a person of this role may call the operation: a reader may read, talk and review, and nothing else. */
export function isGrantedToRole(operation: string, role: 'admin' | 'write' | 'read'): boolean {
  const needs = needByOperation[operation]
  if (needs === undefined) return false
  return role !== 'read' || readersMay.includes(operation) || needs.some((need) => need.endsWith(':read'))
}
