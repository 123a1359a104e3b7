import { renderDeployment, renderDeploymentStatus } from '../render/actions.ts'
import { renderRepository } from '../render/repository.ts'
import { renderUser } from '../render/user.ts'
import { type Deployment, type DeploymentStatus, type Identity, timestamp, type World } from '../world.ts'
import { created, type Handlers, list, NotModelled, notFound, numberIn, ok, operation } from './operation.ts'
import { commitAt } from './repository.ts'

interface DeploymentBody {
  readonly ref: string
  readonly environment?: string
  readonly task?: string
  readonly description?: string | null
  readonly payload?: unknown
  readonly auto_merge?: boolean
  readonly required_contexts?: readonly string[]
}

interface StatusBody {
  readonly state: string
  readonly description?: string
  readonly environment_url?: string
  readonly log_url?: string
  readonly auto_inactive?: boolean
}

/** What a deployment is opened with. */
export interface NewDeployment {
  readonly sha: string
  readonly ref: string
  readonly environment: string
  readonly task: string
  readonly description: string | null
  readonly payload: unknown
}

/** What a status says; everything but the state may be empty. */
export interface NewStatus {
  readonly state: string
  readonly description?: string
  readonly environmentUrl?: string
  readonly logUrl?: string
}

/** Deployments and their statuses. Only `auto_merge: false` with no required contexts is modelled. */
export const deploymentHandlers: Handlers = {
  'repos/create-deployment': operation<DeploymentBody>(
    ['ref', 'environment', 'task', 'description', 'payload', 'auto_merge', 'required_contexts'],
    async ({ world, identity, body }) => {
      if (body.auto_merge !== false) throw new NotModelled('a deployment with auto_merge other than false is not modelled')
      if (body.required_contexts?.length !== 0) throw new NotModelled('a deployment with required_contexts other than [] is not modelled')
      const { ref, environment = 'production', task = 'deploy', description = null, payload = {} } = body
      const facts = { sha: await commitAt(world, ref), ref, environment, task, description, payload }
      return created(renderDeployment(world, addDeployment(world, identity, facts)))
    },
  ),
  'repos/list-deployments': operation(['sha', 'ref', 'task', 'environment'], ({ world, query }) => {
    const keys = ['sha', 'ref', 'task', 'environment'] as const
    const found = [...world.deployments.values()].filter((one) => keys.every((key) => query[key] === undefined || query[key] === one[key]))
    return list(found.toReversed().map((deployment) => renderDeployment(world, deployment)))
  }),
  'repos/get-deployment': operation([], ({ world, path }) => ok(renderDeployment(world, findDeployment(world, path)))),
  'repos/list-deployment-statuses': operation([], ({ world, path }) => {
    const deployment = findDeployment(world, path)
    return list(deployment.statuses.toReversed().map((status) => renderDeploymentStatus(world, deployment, status)))
  }),
  'repos/create-deployment-status': operation<StatusBody>(
    ['state', 'description', 'environment_url', 'log_url', 'auto_inactive'],
    ({ world, path, identity, body }) => {
      const deployment = findDeployment(world, path)
      const { state, description = '', environment_url: environmentUrl = '', log_url: logUrl = '' } = body
      const status = addStatus(world, identity, deployment, { state, description, environmentUrl, logUrl })
      return created(renderDeploymentStatus(world, deployment, status))
    },
  ),
}

export function addDeployment(world: World, cause: Identity, facts: NewDeployment): Deployment {
  const deployment: Deployment = { id: world.nextId(), creator: cause.login, createdAt: timestamp(world), statuses: [], ...facts }
  world.deployments.set(deployment.id, deployment)
  const shared = { repository: renderRepository(world), sender: renderUser(world, cause.login) }
  world.emit('deployment', cause, { action: 'created', deployment: renderDeployment(world, deployment), ...shared })
  return deployment
}

/** A success makes the environment's earlier deployments inactive, which is GitHub's default. */
export function addStatus(world: World, cause: Identity, deployment: Deployment, facts: NewStatus): DeploymentStatus {
  const empty = { description: '', environmentUrl: '', logUrl: '' }
  const status: DeploymentStatus = { id: world.nextId(), creator: cause.login, createdAt: timestamp(world), ...empty, ...facts }
  deployment.statuses.push(status)
  if (facts.state === 'success') {
    for (const other of world.deployments.values()) {
      const isReplaced = other !== deployment && other.environment === deployment.environment && other.statuses.at(-1)?.state === 'success'
      if (isReplaced) other.statuses.push({ ...status, ...empty, id: world.nextId(), state: 'inactive' })
    }
  }
  const rendered = { deployment: renderDeployment(world, deployment), deployment_status: renderDeploymentStatus(world, deployment, status) }
  const shared = { repository: renderRepository(world), sender: renderUser(world, cause.login) }
  world.emit('deployment_status', cause, { action: 'created', ...rendered, ...shared })
  return status
}

function findDeployment(world: World, path: Readonly<Record<string, string>>): Deployment {
  const deployment = world.deployments.get(numberIn(path, 'deployment_id'))
  if (deployment === undefined) throw notFound()
  return deployment
}
