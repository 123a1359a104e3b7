import type { Permissions as Granted } from '../rules/permissions.ts'
import type { Permissions } from './workflow.ts'

const scopes =
  'actions attestations checks contents deployments discussions issues models packages pages pull-requests security-events statuses'.split(
    ' ',
  )

/** What `GITHUB_TOKEN` may do where a workflow says nothing: the restricted default of new repositories. */
const restricted: Granted = { contents: 'read', packages: 'read', metadata: 'read' }

/** The rights of a job's `GITHUB_TOKEN`: the job's `permissions` replace the workflow's as a whole, and what is not named is none. */
export function grantPermissions(workflow: Permissions | undefined, job: Permissions | undefined): Granted {
  const asked = job ?? workflow
  if (asked === undefined) return restricted
  if (typeof asked === 'string') {
    const level = asked === 'write-all' ? 'write' : 'read'
    return Object.fromEntries([...scopes.map((scope) => [scope.replaceAll('-', '_'), level]), ['metadata', 'read']])
  }
  const granted = Object.entries(asked).filter(([, level]) => level !== 'none')
  return Object.fromEntries([...granted.map(([scope, level]) => [scope.replaceAll('-', '_'), level]), ['metadata', 'read']]) as Granted
}
