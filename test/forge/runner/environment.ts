import { matchesPatterns } from '../rules/pattern.ts'
import type { Environment, World } from '../world.ts'
import { RunnerRefusal } from './job-state.ts'

/** The environment that a job asks for, and why GitHub would not let this ref in. */
export interface Admission {
  readonly environment: Environment
  readonly refusal: string | undefined
}

/** Whether a run of `ref` may enter the environment. Policies match the run's own ref, whatever it checks out. */
export function admit(world: World, name: string, ref: string): Admission {
  const environment = world.environments[name]
  // GitHub would create it, without any protection: that is never meant.
  if (environment === undefined) throw new RunnerRefusal(`the environment ${name} does not exist`)
  const { branches, tags } = environment
  if (branches === undefined && tags === undefined) return { environment, refusal: undefined }
  const isTag = ref.startsWith('refs/tags/')
  const short = ref.replace(/^refs\/(heads|tags)\//, '')
  const isAllowed = matchesPatterns(short, (isTag ? tags : branches) ?? [])
  const kind = isTag ? 'Tag' : 'Branch'
  return {
    environment,
    refusal: isAllowed ? undefined : `${kind} "${short}" is not allowed to deploy to ${name} due to environment protection rules.`,
  }
}
