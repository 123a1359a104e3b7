import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addDeployment, addStatus } from '../api/deployments.ts'
import { pageUrl } from '../render/repository.ts'
import type { Deployment, Environment as ForgeEnvironment, Identity } from '../world.ts'
import { eventPayload, githubEnvironment } from './contexts.ts'
import { admit } from './environment.ts'
import { type Contexts, interpolate, interpolateText, type Status } from './expression.ts'
import { type JobState, type Scope, statusOf } from './job-state.ts'
import { JobLog } from './log.ts'
import { grantPermissions } from './permissions.ts'
import type { Conclusion, JobRecord } from './record.ts'
import { inputsOf, type Run } from './run.ts'
import { runSteps } from './steps.ts'
import type { Environment, Job, Scalar } from './workflow.ts'

/** What a job came to for those that need it (`result`) and for the run, which `continue-on-error` spares (`runResult`). */
export interface JobOutcome {
  readonly result: Conclusion
  readonly runResult: Conclusion
  readonly outputs: Readonly<Record<string, string>>
}

/** What a job is given by the jobs before it and by its matrix. */
export interface Given {
  readonly needs: object
  readonly matrix: Readonly<Record<string, Scalar>>
}

const failed: JobOutcome = { result: 'failure', runResult: 'failure', outputs: {} }
const early: Status = { success: true, failure: false, cancelled: false }
const defaultTimeoutMinutes = 360

/** Runs one job: a token with its rights, its environment's secrets if the ref may enter, its steps, its outputs. */
export async function runJob(run: Run, job: Job, record: JobRecord, given: Given): Promise<JobOutcome> {
  const { world } = run
  const contexts = { github: run.github, inputs: inputsOf(run), vars: world.variables, strategy: {}, ...given }
  const concurrency = typeof job.concurrency === 'object' ? job.concurrency.group : job.concurrency
  if (concurrency !== undefined) interpolateText(concurrency, contexts, early)
  const name = interpolateText(typeof job.environment === 'object' ? job.environment.name : (job.environment ?? ''), contexts, early)
  const admission = name === '' ? undefined : admit(world, name, run.place.ref)
  if (admission?.refusal !== undefined) {
    record.annotations.push({ level: 'error', message: admission.refusal })
    record.log.push(admission.refusal)
    return failed
  }
  const identity: Identity = {
    kind: 'actions',
    login: 'github-actions[bot]',
    permissions: grantPermissions(run.workflow.permissions, job.permissions),
  }
  const token = `ghs_${randomBytes(18).toString('hex')}`
  world.tokens.set(token, identity)
  const deployment = name === '' ? undefined : openDeployment(run, identity, name)
  const state = await newState(run, record, token, { ...contexts, ...valuesOf(run, admission?.environment, token) })
  try {
    return await runInState(run, job, state, deployment)
  } finally {
    if (deployment !== undefined) closeDeployment(run, identity, deployment, record, state.hasFailed)
    run.machine.processes.end()
    world.tokens.delete(token)
    await rm(join(run.machine.folder, 'job'), { recursive: true, force: true, maxRetries: 3 })
  }
}

async function runInState(run: Run, job: Job, state: JobState, deployment: Deployment | undefined): Promise<JobOutcome> {
  const { record, contexts } = state
  const minutes = Number(interpolate(job['timeout-minutes'] ?? defaultTimeoutMinutes, contexts, early))
  const timer = setTimeout(() => {
    state.hasFailed = true
    state.log.annotate({ level: 'error', message: `The job has exceeded the maximum execution time of ${minutes} minutes.` })
    state.processes.end()
  }, minutes * 60_000)
  const outer = evaluateLayer(run.workflow.env, {}, contexts)
  const scope: Scope = {
    steps: job.steps,
    environment: evaluateLayer(job.env, outer, contexts),
    defaults: { run: { ...run.workflow.defaults?.run, ...job.defaults?.run } },
    contexts: {},
    results: {},
    actionPath: '',
    prefix: '',
  }
  try {
    await runSteps(state, scope)
    for (const cleanup of state.cleanups.toReversed()) await cleanup()
  } finally {
    clearTimeout(timer)
  }
  const after: Contexts = { ...contexts, steps: scope.results, env: scope.environment }
  for (const [name, value] of Object.entries(job.outputs ?? {})) {
    const text = interpolateText(value, after, statusOf(state))
    if (state.log.hasSecret(text)) state.log.annotate({ level: 'warning', message: `Skip output '${name}' since it may contain secret.` })
    else record.outputs[name] = text
  }
  if (deployment !== undefined && typeof job.environment === 'object')
    record.environmentUrl = interpolateText(job.environment.url ?? '', after, statusOf(state))
  const result = state.hasFailed ? 'failure' : 'success'
  const isForgiven = interpolate(job['continue-on-error'] ?? false, contexts, early) === true
  return { result: isForgiven ? 'success' : result, runResult: isForgiven ? 'success' : result, outputs: record.outputs }
}

async function newState(run: Run, record: JobRecord, token: string, contexts: Contexts): Promise<JobState> {
  const { machine, world } = run
  const folder = join(machine.folder, 'job')
  const workspace = join(folder, world.repo)
  const temporary = join(folder, 'temporary')
  for (const path of [workspace, temporary, join(folder, 'home')]) await mkdir(path, { recursive: true })
  const eventPath = join(temporary, 'event.json')
  await writeFile(eventPath, JSON.stringify(eventPayload(world, run.event, run.workflow)))
  const github = { ...run.github, workspace, event_path: eventPath, job: record.id, token }
  const secrets = Object.values(contexts.secrets as Readonly<Record<string, string>>)
  return {
    world,
    runId: run.run.id,
    record,
    log: new JobLog(record, secrets, machine.onLine),
    processes: machine.processes,
    workspace,
    temporary,
    baseEnvironment: {
      PATH: machine.path,
      HOME: join(folder, 'home'),
      LANG: 'C.UTF-8',
      ...machine.environment,
      ...githubEnvironment(github, temporary),
    },
    addedEnvironment: {},
    addedPath: [],
    token,
    contexts: { ...contexts, github, runner: { os: 'Linux', arch: 'X64', name: 'forge', temp: temporary, debug: '' } },
    cleanups: [],
    hasFailed: false,
  }
}

// An environment's values win over the repository's.
function valuesOf(run: Run, environment: ForgeEnvironment | undefined, token: string) {
  const { secrets, variables } = run.world
  return { secrets: { ...secrets, ...environment?.secrets, GITHUB_TOKEN: token }, vars: { ...variables, ...environment?.variables } }
}

function evaluateLayer(
  layer: Environment | undefined,
  outer: Readonly<Record<string, string>>,
  contexts: Contexts,
): Record<string, string> {
  const entries = Object.entries(layer ?? {}).map(([name, value]) => [name, interpolateText(value, { ...contexts, env: outer }, early)])
  return { ...outer, ...Object.fromEntries(entries) }
}

// A job with an environment is a deployment of its commit there, made by GitHub itself.
function openDeployment(run: Run, identity: Identity, environment: string): Deployment {
  const { ref, sha } = run.place
  const facts = { sha, ref: ref.replace(/^refs\/(heads|tags)\//, ''), environment, task: 'deploy', description: null, payload: {} }
  const deployment = addDeployment(run.world, identity, facts)
  addStatus(run.world, identity, deployment, { state: 'in_progress' })
  return deployment
}

function closeDeployment(run: Run, identity: Identity, deployment: Deployment, record: JobRecord, hasFailed: boolean): void {
  const logUrl = pageUrl(run.world, `/actions/runs/${run.run.id}`)
  addStatus(run.world, identity, deployment, { state: hasFailed ? 'failure' : 'success', environmentUrl: record.environmentUrl, logUrl })
}
