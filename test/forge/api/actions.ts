import { randomBytes } from 'node:crypto'
import { renderApp, renderArtifact, renderRun } from '../render/actions.ts'
import { renderRepository } from '../render/repository.ts'
import { renderUser } from '../render/user.ts'
import type { Permissions } from '../rules/permissions.ts'
import { readDispatchInputs } from '../runner/dispatch-inputs.ts'
import { defaultBranch, timestamp, type World } from '../world.ts'
import {
  type Answer,
  type Call,
  created,
  type Handlers,
  list,
  NotModelled,
  noContent,
  notFound,
  numberIn,
  ok,
  operation,
  Refusal,
} from './operation.ts'

/** Workflow dispatch, runs and artifacts, and the tokens of the App. */
export const actionsHandlers: Handlers = {
  'actions/create-workflow-dispatch': operation<{ ref: string; inputs?: Readonly<Record<string, unknown>> }>(['ref', 'inputs'], dispatch),
  'actions/list-workflow-runs-for-repo': operation(['branch', 'event', 'status', 'head_sha', 'actor'], (call) =>
    listRuns(call, () => true),
  ),
  'actions/list-workflow-runs': operation(['branch', 'event', 'status', 'head_sha', 'actor'], (call) => {
    const id = call.path.workflow_id!
    return listRuns(call, (run) => run.path === `.github/workflows/${id}` || String(run.workflowId) === id)
  }),
  'actions/get-workflow-run': operation([], ({ world, path }) => {
    const run = world.runs.get(numberIn(path, 'run_id'))
    if (run === undefined) throw notFound()
    return ok(renderRun(world, run))
  }),
  'actions/list-workflow-run-artifacts': operation(['name'], ({ world, path, query }) =>
    listArtifacts(world, query.name, numberIn(path, 'run_id')),
  ),
  'actions/list-artifacts-for-repo': operation(['name'], ({ world, query }) => listArtifacts(world, query.name)),
  'actions/get-artifact': operation([], ({ world, path }) => ok(renderArtifact(world, findArtifact(world, path)))),
  'actions/download-artifact': operation([], ({ world, path }) => {
    const artifact = findArtifact(world, path)
    if (path.archive_format !== 'zip') throw new NotModelled('artifacts come as zip only')
    // GitHub redirects to its storage with a link that is good for a minute and needs no token.
    const key = randomBytes(16).toString('hex')
    world.downloads.set(key, artifact)
    return { status: 302, location: `${world.url}/forge/download/${key}` }
  }),
  'apps/get-authenticated': operation([], ({ world }) => ok(renderApp(world, world.app.slug))),
  'apps/get-repo-installation': operation([], ({ world, identity }) => {
    if (identity.kind !== 'app-jwt') throw new Refusal(401, 'A JSON web token could not be decoded')
    return ok(renderInstallation(world))
  }),
  'apps/create-installation-access-token': operation<{ permissions?: Permissions; repositories?: readonly string[] }>(
    ['permissions', 'repositories'],
    ({ world, path, body }) => {
      if (numberIn(path, 'installation_id') !== world.app.installationId) throw notFound()
      if (body.repositories?.some((name) => name !== world.repo)) {
        throw new Refusal(422, 'There is at least one repository that does not exist or is not accessible to the parent installation.')
      }
      const token = mintAppToken(world, body.permissions)
      const expires = new Date(world.now().getTime() + 3600_000).toISOString()
      return created({
        token,
        expires_at: expires,
        permissions: body.permissions ?? world.app.permissions,
        repository_selection: 'selected',
      })
    },
  ),
}

/** A token of the App's installation, narrowed to `permissions` where given; 422 when that asks for more than it has. */
export function mintAppToken(world: World, permissions: Permissions = world.app.permissions): string {
  const order = ['read', 'write', 'admin']
  for (const [name, level] of Object.entries(permissions)) {
    const held = name === 'metadata' ? 'read' : world.app.permissions[name]
    if (held === undefined || order.indexOf(held) < order.indexOf(level)) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.')
    }
  }
  const token = `ghs_${randomBytes(18).toString('hex')}`
  world.tokens.set(token, { kind: 'app', login: `${world.app.slug}[bot]`, permissions })
  return token
}

// Whether the file at `ref` takes a dispatch with these inputs is told in the answer, before anything runs.
async function dispatch({
  world,
  identity,
  path,
  body,
}: Call<{ ref: string; inputs?: Readonly<Record<string, unknown>> }>): Promise<Answer> {
  const ref = /^refs\/(heads|tags)\//.test(body.ref)
    ? body.ref
    : (await world.git.resolve(`refs/heads/${body.ref}`)) === undefined
      ? `refs/tags/${body.ref}`
      : `refs/heads/${body.ref}`
  const sha = await world.git.resolve(ref)
  if (sha === undefined) throw new Refusal(422, `No ref found for: ${body.ref}`)
  const workflow = `.github/workflows/${path.workflow_id}`
  for (const commit of [`refs/heads/${defaultBranch}`, sha]) {
    const { code } = await world.git.try(['cat-file', '-e', `${commit}:${workflow}`])
    if (code !== 0) throw notFound()
  }
  const inputs = readDispatchInputs(workflow, (await world.git.readFile(sha, workflow)).toString('utf8'), body.inputs ?? {})
  if ('error' in inputs) throw new Refusal(422, inputs.error)
  const shared = { repository: renderRepository(world), sender: renderUser(world, identity.login) }
  world.emit('workflow_dispatch', identity, { ref, workflow, inputs: inputs.values, ...shared })
  return noContent
}

function listRuns({ world, query }: Call<unknown>, isWanted: (run: { path: string; workflowId: number }) => boolean): Answer {
  const { branch, event, status, head_sha: sha, actor } = query
  const found = [...world.runs.values()].filter(
    (run) =>
      isWanted(run) &&
      (branch === undefined || run.headBranch === branch) &&
      (event === undefined || run.event === event) &&
      (status === undefined || run.status === status || run.conclusion === status) &&
      (sha === undefined || run.headSha === sha) &&
      (actor === undefined || run.actor === actor),
  )
  return list(
    found.toReversed().map((run) => renderRun(world, run)),
    'workflow_runs',
  )
}

function listArtifacts(world: World, name: string | undefined, runId?: number): Answer {
  const found = [...world.artifacts.values()].filter(
    (one) => (runId === undefined || one.runId === runId) && (name === undefined || one.name === name),
  )
  return list(
    found.toReversed().map((artifact) => renderArtifact(world, artifact)),
    'artifacts',
  )
}

function findArtifact(world: World, path: Readonly<Record<string, string>>) {
  const artifact = world.artifacts.get(numberIn(path, 'artifact_id'))
  if (artifact === undefined) throw notFound()
  return artifact
}

function renderInstallation(world: World) {
  const url = `${world.url}/api/v3`
  const { app } = world
  return {
    id: app.installationId,
    account: renderUser(world, world.owner),
    repository_selection: 'selected',
    access_tokens_url: `${url}/app/installations/${app.installationId}/access_tokens`,
    repositories_url: `${url}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${app.installationId}`,
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: 1,
    target_type: 'Organization',
    permissions: app.permissions,
    events: [],
    created_at: timestamp(world),
    updated_at: timestamp(world),
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  }
}
