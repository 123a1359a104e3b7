import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { runAction } from './actions/registry.ts'
import { parsePairs } from './command.ts'
import { runComposite } from './composite.ts'
import { interpolate, interpolateText, isTrue } from './expression.ts'
import { contextsOf, type JobState, RunnerRefusal, type Scope, type StepResult, statusOf } from './job-state.ts'
import type { StepRecord } from './record.ts'
import type { Environment, Step } from './workflow.ts'

/** A summary above this is dropped, as GitHub does: 1 MiB a step. */
const longestSummary = 1024 * 1024

const defaultTimeoutMinutes = 360

const shells: Readonly<Record<string, readonly string[]>> = {
  // Without `shell:` a runner uses plain bash, which does not fail on a broken pipe; with it, it does.
  '': ['bash', '-e'],
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
  sh: ['sh', '-e'],
}

/** Runs the steps of a scope in order; after a failure only those whose condition says so. */
export async function runSteps(state: JobState, scope: Scope): Promise<void> {
  for (const [at, step] of scope.steps.entries()) {
    const environment = evaluateEnvironment(state, scope, step.env)
    const contexts = contextsOf(state, scope, environment)
    const name = `${scope.prefix}${interpolateText(step.name ?? step.uses ?? `Run ${step.run?.trim().split('\n')[0]}`, contexts, statusOf(state))}`
    const record: StepRecord = { name, id: step.id ?? `__${at}`, outcome: 'skipped', conclusion: 'skipped', outputs: {} }
    state.record.steps.push(record)
    if (isTrue(step.if, contexts, statusOf(state))) await runStep(state, scope, { step, environment, record })
    if (step.id !== undefined) scope.results[step.id] = { outputs: record.outputs, outcome: record.outcome, conclusion: record.conclusion }
  }
}

/** A step and the variables that it sees. */
interface ReadyStep {
  readonly step: Step
  readonly environment: Readonly<Record<string, string>>
}

async function runStep(state: JobState, scope: Scope, { record, ...ready }: ReadyStep & { readonly record: StepRecord }): Promise<void> {
  const { step, environment } = ready
  state.log.write(`> ${record.name}`)
  const contexts = contextsOf(state, scope, environment)
  const { isSuccess, outputs } = step.run === undefined ? await useAction(state, scope, ready) : await runScript(state, scope, ready)
  Object.assign(record.outputs, outputs)
  const isForgiven = interpolate(step['continue-on-error'] ?? false, contexts, statusOf(state)) === true
  record.outcome = isSuccess ? 'success' : 'failure'
  record.conclusion = isSuccess || isForgiven ? 'success' : 'failure'
  if (record.conclusion === 'failure') state.hasFailed = true
}

async function useAction(state: JobState, scope: Scope, { step, environment }: ReadyStep): Promise<StepResult> {
  const uses = step.uses ?? ''
  const contexts = contextsOf(state, scope, environment)
  const inputs = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, value]) => [name.toLowerCase(), interpolateText(value, contexts, statusOf(state))]),
  )
  if (uses.startsWith('./')) return runComposite(state, scope, { uses, inputs, environment }, runSteps)
  return runAction(state, uses, inputs)
}

async function runScript(state: JobState, scope: Scope, { step, environment }: ReadyStep): Promise<StepResult> {
  const contexts = contextsOf(state, scope, environment)
  const shell = step.shell ?? scope.defaults.run?.shell ?? ''
  const [command, ...args] = shells[shell] ?? []
  if (command === undefined) throw new RunnerRefusal(`shell: ${shell} is not modelled`)
  const folder = interpolateText(step['working-directory'] ?? scope.defaults.run?.['working-directory'] ?? '.', contexts, statusOf(state))
  const files = await newCommandFiles(state)
  const script = join(state.temporary, `${randomUUID()}.sh`)
  await writeFile(script, interpolateText(step.run, contexts, statusOf(state)))
  const minutes = Number(interpolate(step['timeout-minutes'] ?? defaultTimeoutMinutes, contexts, statusOf(state)))
  const { code, output, isTimeout } = await state.processes.run({
    command,
    args: [...args, script],
    folder: join(state.workspace, folder),
    environment: {
      ...processEnvironment(state, environment),
      ...files,
      ...(scope.actionPath === '' ? {} : { GITHUB_ACTION_PATH: scope.actionPath }),
    },
    timeoutMs: minutes * 60_000,
    outputFile: join(state.temporary, `${randomUUID()}.log`),
  })
  state.log.writeOutput(output)
  if (isTimeout) state.log.annotate({ level: 'error', message: `The step has exceeded the maximum execution time of ${minutes} minutes.` })
  else if (code !== 0) state.log.annotate({ level: 'error', message: `Process completed with exit code ${code}.` })
  const outputs = await readCommandFiles(state, files)
  return { isSuccess: code === 0 && !isTimeout, outputs }
}

/** The environment of a process: the job's base, what earlier steps added, then the step's own. */
function processEnvironment(state: JobState, environment: Readonly<Record<string, string>>): Record<string, string> {
  const merged = { ...state.baseEnvironment, ...environment }
  return { ...merged, PATH: [...state.addedPath.toReversed(), merged.PATH ?? ''].join(delimiter) }
}

// Each layer sees the ones before it: workflow, job, what GITHUB_ENV added, step.
function evaluateEnvironment(state: JobState, scope: Scope, own: Environment | undefined): Record<string, string> {
  const outer = { ...scope.environment, ...state.addedEnvironment }
  const contexts = contextsOf(state, scope, outer)
  const entries = Object.entries(own ?? {}).map(([name, value]) => [name, interpolateText(value, contexts, statusOf(state))])
  return { ...outer, ...Object.fromEntries(entries) }
}

const commandFiles = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE'] as const
type CommandFiles = Record<(typeof commandFiles)[number], string>

async function newCommandFiles(state: JobState): Promise<CommandFiles> {
  const folder = join(state.temporary, randomUUID())
  await mkdir(folder)
  const files = Object.fromEntries(commandFiles.map((name) => [name, join(folder, name.toLowerCase())])) as CommandFiles
  for (const path of Object.values(files)) await writeFile(path, '')
  return files
}

async function readCommandFiles(state: JobState, files: CommandFiles): Promise<Record<string, string>> {
  const text = async (name: keyof CommandFiles) => readFile(files[name], 'utf8')
  Object.assign(state.addedEnvironment, parsePairs(await text('GITHUB_ENV')))
  state.addedPath.push(...(await text('GITHUB_PATH')).split('\n').filter((line) => line !== ''))
  const summary = await text('GITHUB_STEP_SUMMARY')
  if (Buffer.byteLength(summary) <= longestSummary) state.record.summary += state.log.mask(summary)
  else
    state.log.annotate({
      level: 'error',
      message: `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.round(Buffer.byteLength(summary) / 1024)}k.`,
    })
  return parsePairs(await text('GITHUB_OUTPUT'))
}
