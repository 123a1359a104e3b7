import {
  type Artifact,
  type CheckRun,
  type Deployment,
  type DeploymentStatus,
  defaultBranch,
  type WorkflowRun,
  type World,
} from '../world.ts'
import { pageUrl, renderRepository, repositoryId, repositoryUrl } from './repository.ts'
import { nodeId, numberOfName, renderUser } from './user.ts'

/** The slug of the App behind `GITHUB_TOKEN`. */
export const actionsApp = 'github-actions'

const started = '2026-01-01T00:00:00Z'

/** `integration`: the App behind a check run. 15368 is the id of GitHub Actions on github.com. */
export function renderApp(world: World, slug: string): Record<string, unknown> {
  return {
    id: slug === actionsApp ? 15368 : world.app.id,
    slug,
    node_id: nodeId('App', slug),
    owner: renderUser(world, world.owner),
    name: slug,
    description: null,
    external_url: `${world.url}/apps/${slug}`,
    html_url: `${world.url}/apps/${slug}`,
    created_at: started,
    updated_at: started,
    permissions: slug === actionsApp ? {} : world.app.permissions,
    events: [],
  }
}

export function renderCheckRun(world: World, run: CheckRun): Record<string, unknown> {
  const url = repositoryUrl(world, `/check-runs/${run.id}`)
  const { annotations, ...output } = run.output
  const pulls = [...world.issues.values()].filter(({ pull }) => pull?.headSha === run.headSha)
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: pageUrl(world, `/runs/${run.id}`),
    details_url: run.detailsUrl ?? pageUrl(world, `/runs/${run.id}`),
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...output, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
    name: run.name,
    check_suite: { id: numberOfName(`${run.app}/${run.headSha}`) },
    app: renderApp(world, run.app),
    pull_requests: pulls.map((issue) => renderPullMinimal(world, issue.number)),
  }
}

/** `pull-request-minimal`, as check runs and workflow runs name the pull requests of a commit. */
function renderPullMinimal(world: World, number: number): Record<string, unknown> {
  const pull = world.issues.get(number)!.pull!
  const repo = { id: repositoryId, url: repositoryUrl(world), name: world.repo }
  return {
    id: pull.id,
    number,
    url: repositoryUrl(world, `/pulls/${number}`),
    head: { ref: pull.head, sha: pull.headSha, repo },
    base: { ref: pull.base, sha: pull.headSha, repo },
  }
}

export function renderDeployment(world: World, deployment: Deployment): Record<string, unknown> {
  const url = repositoryUrl(world, `/deployments/${deployment.id}`)
  return {
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    url,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    environment: deployment.environment,
    original_environment: deployment.environment,
    description: deployment.description,
    creator: renderUser(world, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(world),
  }
}

export function renderDeploymentStatus(world: World, deployment: Deployment, status: DeploymentStatus): Record<string, unknown> {
  const url = repositoryUrl(world, `/deployments/${deployment.id}`)
  return {
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    url: `${url}/statuses/${status.id}`,
    state: status.state,
    creator: renderUser(world, status.creator),
    description: status.description,
    environment: deployment.environment,
    environment_url: status.environmentUrl,
    target_url: status.logUrl,
    log_url: status.logUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: repositoryUrl(world),
  }
}

export function renderRun(world: World, run: WorkflowRun): Record<string, unknown> {
  const url = repositoryUrl(world, `/actions/runs/${run.id}`)
  const parts = ['jobs', 'logs', 'cancel', 'rerun', 'artifacts']
  return {
    id: run.id,
    node_id: nodeId('WorkflowRun', run.id),
    name: run.name,
    path: run.path,
    display_title: run.displayTitle,
    run_number: run.runNumber,
    run_attempt: 1,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflowId,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    url,
    html_url: pageUrl(world, `/actions/runs/${run.id}`),
    ...Object.fromEntries(parts.map((part) => [`${part}_url`, `${url}/${part}`])),
    check_suite_url: repositoryUrl(world, `/check-suites/${run.id}`),
    workflow_url: repositoryUrl(world, `/actions/workflows/${run.workflowId}`),
    pull_requests: run.pulls.map((number) => renderPullMinimal(world, number)),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    actor: renderUser(world, run.actor),
    triggering_actor: renderUser(world, run.actor),
    head_commit: null,
    repository: renderRepository(world),
    head_repository: renderRepository(world),
  }
}

export function renderArtifact(world: World, artifact: Artifact): Record<string, unknown> {
  const url = repositoryUrl(world, `/actions/artifacts/${artifact.id}`)
  const run = world.runs.get(artifact.runId)
  const expires = new Date(Date.parse(artifact.createdAt) + 90 * 24 * 3600 * 1000).toISOString()
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.byteLength,
    url,
    archive_download_url: `${url}/zip`,
    expired: false,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: expires,
    workflow_run: {
      id: artifact.runId,
      repository_id: repositoryId,
      head_repository_id: repositoryId,
      head_branch: run?.headBranch ?? defaultBranch,
      head_sha: run?.headSha ?? '',
    },
  }
}
