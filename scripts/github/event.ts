import { readFile } from 'node:fs/promises'
import { GitHubError } from '../errors.ts'
import type { Variables } from '../model/variables.ts'
import type { Clone } from './git.ts'
import type { GitHubReader } from './port.ts'

/** The parts of a webhook payload that are used here (docs.github.com, "Webhook events and payloads"). */
export interface Event {
  readonly pull_request?: { readonly number: number }
  readonly workflow_run?: { readonly head_sha: string }
  readonly issue?: { readonly number: number }
}

/** What started this workflow run. */
export async function readEvent(variables: Variables): Promise<Event> {
  return JSON.parse(await readFile(named(variables, 'GITHUB_EVENT_PATH'), 'utf8')) as Event
}

/** The checked-out repository of a workflow job. */
export function openClone(variables: Variables, root: string): Clone {
  return { root, serverUrl: named(variables, 'GITHUB_SERVER_URL'), token: named(variables, 'GITHUB_TOKEN'), variables }
}

/**
 * The pull request that an event is about, or undefined where it is about none that is open. For `workflow_run` it is found by commit:
 * the payload's own list is empty for forks, and nothing that the other run wrote is believed.
 */
export async function findPull(github: GitHubReader, event: Event): Promise<number | undefined> {
  if (event.pull_request !== undefined) return event.pull_request.number
  const commit = event.workflow_run?.head_sha
  return commit === undefined ? undefined : (await github.openPulls()).find(({ headSha }) => headSha === commit)?.number
}

function named(variables: Variables, name: string): string {
  const value = variables[name]
  if (value === undefined || value === '') throw new GitHubError(`${name} is needed: this verb runs in a workflow`)
  return value
}
