import { addCheckRun } from '../api/checks.ts'
import { actionsApp } from '../render/actions.ts'
import { pageUrl } from '../render/repository.ts'
import { timestamp } from '../world.ts'
import { type GithubFacts, githubContext } from './contexts.ts'
import { interpolateText, isTrue, type Status } from './expression.ts'
import { type JobOutcome, runJob } from './job.ts'
import { RunnerRefusal } from './job-state.ts'
import type { Machine } from './machine.ts'
import type { Conclusion, JobRecord, RunRecord } from './record.ts'
import type { Job, Scalar } from './workflow.ts'

/** One run under way: its facts, its record, and what its jobs came to. */
export interface Run extends GithubFacts {
  readonly record: RunRecord
  readonly machine: Machine
  readonly github: Readonly<Record<string, unknown>>
}

/** Runs all jobs of a workflow, in the order of their needs, one after the other. */
export async function executeRun(facts: GithubFacts, record: RunRecord, machine: Machine): Promise<Conclusion> {
  const run: Run = { ...facts, record, machine, github: githubContext(facts) }
  const { jobs, concurrency } = facts.workflow
  const status: Status = { success: true, failure: false, cancelled: false }
  // One run at a time satisfies every concurrency group; the expression must hold all the same.
  const group = typeof concurrency === 'object' ? concurrency.group : concurrency
  if (group !== undefined) interpolateText(group, { github: run.github, vars: facts.world.variables, inputs: inputsOf(run) }, status)
  const outcomes = new Map<string, JobOutcome>()
  for (const id of orderJobs(jobs)) outcomes.set(id, await decideJob(run, id, jobs, outcomes))
  const results = [...outcomes.values()].map(({ runResult }) => runResult)
  if (results.includes('failure')) return 'failure'
  return results.every((result) => result === 'skipped') ? 'skipped' : 'success'
}

/** The inputs of a dispatch; empty for every other event. */
export function inputsOf(run: GithubFacts): Readonly<Record<string, unknown>> {
  return (run.event.payload.inputs as Readonly<Record<string, unknown>> | undefined) ?? {}
}

function needsOf(job: Job): readonly string[] {
  return typeof job.needs === 'string' ? [job.needs] : (job.needs ?? [])
}

function orderJobs(jobs: Readonly<Record<string, Job>>): string[] {
  const ordered: string[] = []
  const visit = (id: string): void => {
    if (ordered.includes(id)) return
    for (const need of needsOf(jobs[id]!)) visit(need)
    ordered.push(id)
  }
  for (const id of Object.keys(jobs)) visit(id)
  return ordered
}

function ancestorsOf(id: string, jobs: Readonly<Record<string, Job>>): Set<string> {
  const direct = needsOf(jobs[id]!)
  return new Set(direct.flatMap((need) => [need, ...ancestorsOf(need, jobs)]))
}

async function decideJob(
  run: Run,
  id: string,
  jobs: Readonly<Record<string, Job>>,
  outcomes: ReadonlyMap<string, JobOutcome>,
): Promise<JobOutcome> {
  const job = jobs[id]!
  // success() and failure() look at all ancestors, so that a skipped one skips every job that comes after it (actions/runner#491).
  const before = [...ancestorsOf(id, jobs)].map((ancestor) => outcomes.get(ancestor)!.result)
  const status: Status = { success: before.every((result) => result === 'success'), failure: before.includes('failure'), cancelled: false }
  const needs = Object.fromEntries(
    needsOf(job).map((need) => [need, { result: outcomes.get(need)!.result, outputs: outcomes.get(need)!.outputs }]),
  )
  const contexts = { github: run.github, needs, vars: run.world.variables, inputs: inputsOf(run) }
  const isWanted = isTrue(job.if, contexts, status)
  const combinations = combine(job.strategy?.matrix)
  const results: JobOutcome[] = []
  for (const matrix of isWanted ? combinations : combinations.slice(0, 1)) {
    const values = Object.values(matrix)
    const plain = interpolateText(job.name ?? id, isWanted ? { ...contexts, matrix } : contexts, status)
    const name = values.length === 0 || job.name !== undefined || !isWanted ? plain : `${plain} (${values.join(', ')})`
    const record: JobRecord = {
      id,
      name,
      steps: [],
      log: [],
      annotations: [],
      outputs: {},
      summary: '',
      conclusion: undefined,
      environmentUrl: '',
    }
    run.record.jobs.push(record)
    results.push(await checkedJob(run, job, record, isWanted ? { needs, matrix } : undefined))
  }
  const worst = results.find(({ result }) => result === 'failure') ?? results.at(-1)!
  return { ...worst, outputs: Object.assign({}, ...results.map(({ outputs }) => outputs)) }
}

// Every job is a check run of the App GitHub Actions on the run's head.
async function checkedJob(
  run: Run,
  job: Job,
  record: JobRecord,
  given: { needs: object; matrix: Readonly<Record<string, Scalar>> } | undefined,
): Promise<JobOutcome> {
  const { world, place } = run
  const check = addCheckRun(world, actionsApp, place.headSha, record.name)
  check.detailsUrl = pageUrl(world, `/actions/runs/${run.run.id}/job/${check.id}`)
  check.status = 'in_progress'
  const skipped: JobOutcome = { result: 'skipped', runResult: 'skipped', outputs: {} }
  let outcome: JobOutcome = { result: 'failure', runResult: 'failure', outputs: {} }
  try {
    outcome = given === undefined ? skipped : await runJob(run, job, record, given)
  } finally {
    record.conclusion = check.conclusion = outcome.result
    check.status = 'completed'
    check.completedAt = timestamp(world)
    check.output = {
      ...check.output,
      annotations: record.annotations.map(({ level, message, file = '.github', line = 1 }) => ({
        path: file,
        start_line: line,
        end_line: line,
        annotation_level: level === 'error' ? 'failure' : level,
        message,
      })),
    }
  }
  return outcome
}

function combine(matrix: Readonly<Record<string, readonly Scalar[]>> | undefined): Readonly<Record<string, Scalar>>[] {
  let combinations: Readonly<Record<string, Scalar>>[] = [{}]
  for (const [name, values] of Object.entries(matrix ?? {})) {
    if (name === 'include' || name === 'exclude' || !Array.isArray(values))
      throw new RunnerRefusal(`strategy.matrix.${name} is not modelled: give lists of values`)
    combinations = combinations.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value })))
  }
  return combinations
}
