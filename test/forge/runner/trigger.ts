import { matchesPatterns } from '../rules/pattern.ts'
import type { Filters, Workflow } from './workflow.ts'

/** What a trigger's filters look at. */
export interface EventFacts {
  readonly name: string
  readonly action: string
  /** The branch that branch filters mean: pushed to, merged into, or the head of the run before. */
  readonly branch: string | undefined
  readonly tag: string | undefined
  readonly changedFiles: readonly string[]
  /** The name of the workflow that completed, for `workflow_run`; of the file and the cron line for dispatch and schedule. */
  readonly workflow: string | undefined
  readonly cron: string | undefined
}

/** The types that start a workflow which names none. Source: docs.github.com, "Events that trigger workflows". */
const defaultTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
}

/** Whether the event starts the workflow. */
export function isTriggered({ on, path }: Workflow, facts: EventFacts): boolean {
  if (!(facts.name in on)) return false
  const trigger = on[facts.name]
  if (facts.name === 'schedule')
    return path === facts.workflow && (trigger as readonly { cron: string }[]).some(({ cron }) => cron === facts.cron)
  if (facts.name === 'workflow_dispatch') return path === facts.workflow
  const filters = (trigger ?? {}) as Filters
  const types = typeof filters.types === 'string' ? [filters.types] : (filters.types ?? defaultTypes[facts.name])
  if (types !== undefined && facts.action !== '' && !types.includes(facts.action)) return false
  if (facts.name === 'workflow_run' && !(filters.workflows ?? []).includes(facts.workflow ?? '')) return false
  return matchesRef(filters, facts) && matchesPaths(filters, facts)
}

// A filter for branches alone shuts tags out, and the other way round.
function matchesRef(filters: Filters, { branch, tag }: EventFacts): boolean {
  const { branches, tags, 'branches-ignore': noBranches, 'tags-ignore': noTags } = filters
  if (branches === undefined && tags === undefined && noBranches === undefined && noTags === undefined) return true
  if (tag !== undefined) {
    if (tags !== undefined) return matchesPatterns(tag, tags)
    return noTags !== undefined && !matchesPatterns(tag, noTags)
  }
  if (branch === undefined) return true
  if (branches !== undefined) return matchesPatterns(branch, branches)
  return noBranches !== undefined && !matchesPatterns(branch, noBranches)
}

// Path filters are not evaluated for tags.
function matchesPaths({ paths, 'paths-ignore': ignored }: Filters, { changedFiles, tag }: EventFacts): boolean {
  if (tag !== undefined) return true
  if (paths !== undefined) return changedFiles.some((file) => matchesPatterns(file, paths))
  return ignored === undefined || changedFiles.some((file) => !matchesPatterns(file, ignored))
}
