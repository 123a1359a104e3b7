import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { interpolateText } from './expression.ts'
import { contextsOf, type JobState, RunnerRefusal, type Scope, type StepResult, statusOf } from './job-state.ts'
import type { Step } from './workflow.ts'

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown; readonly required?: boolean } | null>>
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps?: readonly Step[] }
}

/** A `uses:` of an action in the checked-out repository, its inputs evaluated. */
export interface LocalUse {
  readonly uses: string
  readonly inputs: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
}

const actionKeys = ['name', 'description', 'author', 'branding', 'inputs', 'outputs', 'runs']
const stepKeys = ['id', 'name', 'if', 'uses', 'run', 'with', 'env', 'shell', 'working-directory', 'continue-on-error']

/** Runs a composite action of the repository, from the workspace as GitHub does: it must have been checked out before. */
export async function runComposite(
  state: JobState,
  outer: Scope,
  use: LocalUse,
  runSteps: (state: JobState, scope: Scope) => Promise<void>,
): Promise<StepResult> {
  const folder = join(state.workspace, use.uses)
  const action = await readAction(folder, use.uses)
  const inputs = readInputs(state, outer, action, use)
  const scope: Scope = {
    steps: action.runs.steps ?? [],
    environment: use.environment,
    defaults: {},
    contexts: { inputs, github: { ...(state.contexts.github as object), action_path: folder } },
    results: {},
    actionPath: folder,
    prefix: `${outer.prefix}${use.uses} / `,
  }
  const failedBefore = state.hasFailed
  state.hasFailed = false
  await runSteps(state, scope)
  const isSuccess = !state.hasFailed
  const contexts = contextsOf(state, scope, scope.environment)
  const outputs = Object.entries(action.outputs ?? {}).map(([name, { value }]) => [name, interpolateText(value, contexts, statusOf(state))])
  state.hasFailed = failedBefore
  return { isSuccess, outputs: Object.fromEntries(outputs) }
}

async function readAction(folder: string, uses: string): Promise<ActionFile> {
  const names = ['action.yml', 'action.yaml']
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => undefined)))
  const text = texts.find((one) => one !== undefined)
  if (text === undefined)
    throw new RunnerRefusal(
      `Can't find 'action.yml' under '${uses}'. Did you forget to run actions/checkout before running your local action?`,
    )
  const action = parse(text) as ActionFile
  if (action.runs.using !== 'composite') throw new RunnerRefusal(`${uses}: runs.using ${action.runs.using} is not modelled`)
  const unknown = [
    ...Object.keys(action).filter((key) => !actionKeys.includes(key)),
    ...(action.runs.steps ?? []).flatMap((step) => Object.keys(step).filter((key) => !stepKeys.includes(key))),
  ]
  if (unknown.length > 0) throw new RunnerRefusal(`${uses}: ${unknown.join(', ')} is not modelled`)
  if (action.runs.steps?.some((step) => step.run !== undefined && step.shell === undefined))
    throw new RunnerRefusal(`${uses}: Required property is missing: shell`)
  return action
}

function readInputs(state: JobState, outer: Scope, action: ActionFile, use: LocalUse): Record<string, string> {
  const declared = action.inputs ?? {}
  const unknown = Object.keys(use.inputs).filter((name) => !(name in declared))
  if (unknown.length > 0) throw new RunnerRefusal(`${use.uses}: unexpected input ${unknown.join(', ')}`)
  const contexts = contextsOf(state, outer, use.environment)
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [
      name,
      use.inputs[name] ?? interpolateText(input?.default ?? '', contexts, statusOf(state)),
    ]),
  )
}
