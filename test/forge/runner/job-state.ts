import type { World } from '../world.ts'
import type { Contexts, Status } from './expression.ts'
import type { JobLog } from './log.ts'
import type { Processes } from './process.ts'
import type { JobRecord } from './record.ts'
import type { Defaults, Step } from './workflow.ts'

/** Everything that the steps of one job share. */
export interface JobState {
  readonly world: World
  readonly runId: number
  readonly record: JobRecord
  readonly log: JobLog
  readonly processes: Processes
  readonly workspace: string
  /** The job's own temporary folder: `RUNNER_TEMP`, and the home of its command files. */
  readonly temporary: string
  /** What every process starts from: PATH, HOME, CI, GITHUB_*, RUNNER_*. */
  readonly baseEnvironment: Readonly<Record<string, string>>
  /** Added by `GITHUB_ENV` and `GITHUB_PATH`. */
  readonly addedEnvironment: Record<string, string>
  readonly addedPath: string[]
  readonly token: string
  readonly contexts: Contexts
  /** Done when the job ends, last first: the post steps of actions. */
  readonly cleanups: (() => void | Promise<void>)[]
  hasFailed: boolean
}

/** A list of steps with its own `steps` context, environment and inputs: a job's, or a composite action's. */
export interface Scope {
  readonly steps: readonly Step[]
  readonly environment: Readonly<Record<string, string>>
  readonly defaults: Defaults
  readonly contexts: Contexts
  readonly results: Record<string, { outputs: Record<string, string>; outcome: string; conclusion: string }>
  /** Where a composite action lies; empty in a job. */
  readonly actionPath: string
  readonly prefix: string
}

/** What one step or action came to. */
export interface StepResult {
  readonly isSuccess: boolean
  readonly outputs: Record<string, string>
}

/** The status functions inside of a job look at its own steps only. */
export function statusOf(state: JobState): Status {
  return { success: !state.hasFailed, failure: state.hasFailed, cancelled: false }
}

/** All contexts that a step of this scope may use. */
export function contextsOf(state: JobState, scope: Scope, environment: Readonly<Record<string, string>>): Contexts {
  return {
    ...state.contexts,
    ...scope.contexts,
    steps: scope.results,
    env: environment,
    job: { status: state.hasFailed ? 'failure' : 'success' },
  }
}

/** Something in a workflow that GitHub would do and this runner does not: the run ends, and whoever waits for it is told. */
export class RunnerRefusal extends Error {
  override readonly name = 'RunnerRefusal'
}
