import { apiRoot } from '../api/server.ts'
import { renderRepository } from '../render/repository.ts'
import type { ForgeEvent, WorkflowRun, World } from '../world.ts'
import type { Place } from './place.ts'
import type { Workflow } from './workflow.ts'

/** What the `github` context of a job is made of. */
export interface GithubFacts {
  readonly world: World
  readonly workflow: Workflow
  readonly run: WorkflowRun
  readonly event: ForgeEvent
  readonly eventName: string
  readonly place: Place
}

/** The `github` context without what only a job has (`job`, `token`, `workspace`, `event_path`). */
export function githubContext({ world, workflow, run, event, eventName, place }: GithubFacts): Record<string, unknown> {
  const repository = `${world.owner}/${world.repo}`
  const shortRef = place.ref.replace(/^refs\/(heads|tags|pull)\//, '')
  return {
    event: eventPayload(world, event, workflow),
    event_name: eventName,
    ref: place.ref,
    ref_name: shortRef,
    ref_type: place.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: shortRef in world.protection,
    sha: place.sha,
    head_ref: place.headRef,
    base_ref: place.baseRef,
    actor: run.actor,
    triggering_actor: run.actor,
    repository,
    repository_owner: world.owner,
    repository_id: String(renderRepository(world).id),
    run_id: String(run.id),
    run_number: String(run.runNumber),
    run_attempt: '1',
    workflow: workflow.name,
    workflow_ref: `${repository}/${workflow.path}@${place.ref}`,
    workflow_sha: place.filesAt,
    server_url: world.url,
    api_url: `${world.url}${apiRoot}`,
    graphql_url: `${world.url}/api/graphql`,
    retention_days: '90',
  }
}

/** The event as a workflow sees it: a schedule knows its line, a dispatch its inputs and file, everything else is the webhook. */
export function eventPayload(world: World, { name, payload }: ForgeEvent, workflow: Workflow): Readonly<Record<string, unknown>> {
  if (name === 'schedule') return { schedule: payload.schedule, workflow: workflow.path, repository: renderRepository(world) }
  return payload
}

const fromContext =
  'ref ref_name ref_type sha head_ref base_ref actor triggering_actor repository repository_owner repository_id run_id run_number run_attempt workflow workflow_ref workflow_sha server_url api_url graphql_url event_name event_path workspace job retention_days'.split(
    ' ',
  )

/** The variables that GitHub gives to every step. */
export function githubEnvironment(github: Readonly<Record<string, unknown>>, temporary: string): Record<string, string> {
  const entries = fromContext.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? '')])
  return {
    ...Object.fromEntries(entries),
    GITHUB_ACTIONS: 'true',
    GITHUB_REF_PROTECTED: String(github.ref_protected),
    CI: 'true',
    RUNNER_TEMP: temporary,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'forge',
    RUNNER_ENVIRONMENT: 'github-hosted',
  }
}
