import { LineCounter, parseDocument } from 'yaml'
import { workflowParser } from './libraries.ts'
import type { Annotation } from './record.ts'

/** A scalar as YAML gives it; strings may hold `${{ }}`. */
export type Scalar = string | number | boolean | null
export type Environment = Readonly<Record<string, Scalar>>
export type Permissions = string | Readonly<Record<string, string>>

export interface Step {
  readonly id?: string
  readonly name?: string
  readonly if?: Scalar
  readonly uses?: string
  readonly run?: string
  readonly with?: Environment
  readonly env?: Environment
  readonly shell?: string
  readonly 'working-directory'?: string
  readonly 'continue-on-error'?: Scalar
  readonly 'timeout-minutes'?: Scalar
}

export interface Defaults {
  readonly run?: { readonly shell?: string; readonly 'working-directory'?: string }
}

export interface Job {
  readonly name?: string
  readonly needs?: string | readonly string[]
  readonly if?: Scalar
  readonly permissions?: Permissions
  readonly environment?: string | { readonly name: string; readonly url?: string; readonly deployment?: boolean }
  readonly concurrency?: string | { readonly group: string }
  readonly outputs?: Environment
  readonly env?: Environment
  readonly defaults?: Defaults
  readonly strategy?: { readonly matrix?: Readonly<Record<string, readonly Scalar[]>> }
  readonly steps: readonly Step[]
  readonly 'timeout-minutes'?: Scalar
  readonly 'continue-on-error'?: Scalar
}

/** A trigger's filters, as written. */
export interface Filters {
  readonly types?: string | readonly string[]
  readonly branches?: readonly string[]
  readonly 'branches-ignore'?: readonly string[]
  readonly tags?: readonly string[]
  readonly 'tags-ignore'?: readonly string[]
  readonly paths?: readonly string[]
  readonly 'paths-ignore'?: readonly string[]
  readonly workflows?: readonly string[]
}

export interface Workflow {
  readonly path: string
  readonly name: string
  readonly 'run-name'?: string
  readonly on: Readonly<Record<string, Filters | readonly { readonly cron: string }[] | null>>
  readonly permissions?: Permissions
  readonly env?: Environment
  readonly defaults?: Defaults
  readonly concurrency?: string | { readonly group: string }
  readonly jobs: Readonly<Record<string, Job>>
}

/** A workflow, or what is wrong with its file; `unmodelled` when GitHub would take it and this runner does not. */
export type WorkflowResult = { readonly workflow: Workflow } | { readonly problems: readonly Annotation[]; readonly unmodelled: boolean }

const filterKeys = ['types', 'branches', 'branches-ignore', 'tags', 'tags-ignore', 'paths', 'paths-ignore']
const stepKeys = ['id', 'name', 'if', 'uses', 'run', 'with', 'env', 'shell', 'working-directory', 'continue-on-error', 'timeout-minutes']
const jobKeys =
  'name needs if runs-on permissions environment concurrency outputs env defaults strategy steps timeout-minutes continue-on-error'.split(
    ' ',
  )

/** Which keys are modelled at which place of a workflow file; `*` stands for any name. A place that is not here may hold anything. */
const modelled: readonly (readonly [string, readonly string[]])[] = [
  ['', ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs']],
  [
    'on',
    'push pull_request pull_request_target pull_request_review issue_comment issues schedule workflow_run workflow_dispatch merge_group create'.split(
      ' ',
    ),
  ],
  ['on.push', filterKeys],
  ['on.pull_request', filterKeys],
  ['on.pull_request_target', filterKeys],
  ['on.pull_request_review', ['types']],
  ['on.issue_comment', ['types']],
  ['on.issues', ['types']],
  ['on.workflow_run', ['workflows', 'types', 'branches', 'branches-ignore']],
  ['on.workflow_dispatch', ['inputs']],
  ['on.merge_group', ['types', 'branches']],
  ['defaults', ['run']],
  ['defaults.run', ['shell', 'working-directory']],
  ['concurrency', ['group', 'cancel-in-progress', 'queue']],
  ['jobs.*', jobKeys],
  ['jobs.*.concurrency', ['group', 'cancel-in-progress', 'queue']],
  ['jobs.*.environment', ['name', 'url', 'deployment']],
  ['jobs.*.defaults', ['run']],
  ['jobs.*.defaults.run', ['shell', 'working-directory']],
  ['jobs.*.strategy', ['matrix', 'fail-fast', 'max-parallel']],
  ['jobs.*.steps.*', stepKeys],
]

/** Parses and checks one workflow file with GitHub's own parser, then against what this runner models. */
export async function readWorkflow(path: string, content: string): Promise<WorkflowResult> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = workflowParser
  const parsed = parseWorkflow({ name: path, content }, new NoOperationTraceWriter())
  if (parsed.value !== undefined && parsed.context.errors.count === 0) await convertWorkflowTemplate(parsed.context, parsed.value)
  const errors = parsed.context.errors.getErrors()
  if (errors.length > 0) {
    const problems = errors.map(({ rawMessage, range }) => ({
      level: 'error' as const,
      message: rawMessage,
      file: path,
      line: range?.start.line ?? 1,
    }))
    return { problems, unmodelled: false }
  }
  const counter = new LineCounter()
  const document = parseDocument(content, { lineCounter: counter })
  const source = document.toJS() as Omit<Workflow, 'path' | 'on'> & { on: unknown }
  const on = normalizeTriggers(source.on)
  const problems = findUnmodelled({ ...source, on }, []).map((place) => {
    const node = document.getIn(place.slice(0, -1), true) as { range?: readonly number[] } | undefined
    const message = `${place.join('.')} is not modelled by this runner`
    return { level: 'error' as const, message, file: path, line: counter.linePos(node?.range?.[0] ?? 0).line }
  })
  if (problems.length > 0) return { problems, unmodelled: true }
  return { workflow: { ...source, name: source.name ?? path, path, on } }
}

function normalizeTriggers(on: unknown): Workflow['on'] {
  if (typeof on === 'string') return { [on]: null }
  if (Array.isArray(on)) return Object.fromEntries((on as string[]).map((name) => [name, null]))
  return on as Workflow['on']
}

function findUnmodelled(value: unknown, place: readonly (string | number)[]): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const pattern = modelled.find(([name]) => matchesPlace(name, place))
  const children = Object.entries(value)
  const isList = Array.isArray(value)
  const found = pattern === undefined || isList ? [] : children.filter(([key]) => !pattern[1].includes(key)).map(([key]) => [...place, key])
  return [...found, ...children.flatMap(([key, child]) => findUnmodelled(child, [...place, isList ? Number(key) : key]))]
}

function matchesPlace(name: string, place: readonly (string | number)[]): boolean {
  const parts = name === '' ? [] : name.split('.')
  return parts.length === place.length && parts.every((part, at) => part === '*' || part === place[at])
}
