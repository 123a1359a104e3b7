import { randomBytes } from 'node:crypto'
import { newApp } from './app.ts'
import type { Git } from './git/git.ts'
import type { BranchProtection, TagProtection } from './rules/protection.ts'
import type { App, Environment, ForgeEvent, Identity, Role, World } from './world.ts'

/** What the runner needs of the machine. */
export interface RunnerSettings {
  /** The folder that `npm ci` links, when its lockfile beside it equals the one checked out. Without it `npm ci` runs as it is. */
  readonly nodeModules?: string
  /** More variables for every step, as a self-hosted runner has them (for instance a cache folder). Never secrets. */
  readonly environment?: Readonly<Record<string, string>>
  /** Called with each line of a log as it is written: for a live story. */
  readonly onLine?: (line: string) => void
}

/** A repository and its rules, as an administrator would set them in GitHub. */
export interface ForgeSettings {
  readonly owner: string
  readonly repo: string
  readonly people: Readonly<Record<string, Role>>
  readonly now: () => Date
  /** The installed App, from `newApp`: its key can then be a secret of an environment. */
  readonly app?: App
  readonly protection?: Readonly<Record<string, BranchProtection>>
  readonly tagProtection?: readonly TagProtection[]
  readonly environments?: Readonly<Record<string, Environment>>
  /** Variables and secrets of the repository, which every workflow sees. */
  readonly variables?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly runner?: RunnerSettings
}

/** The world before anything happened, and a token for each person. */
export function newWorld(
  settings: ForgeSettings,
  url: string,
  git: Git,
  onEvent: (event: ForgeEvent) => void,
): { readonly world: World; readonly personTokens: Readonly<Record<string, string>> } {
  const personTokens = Object.fromEntries(Object.keys(settings.people).map((login) => [login, `ghp_${randomBytes(18).toString('hex')}`]))
  const tokens = new Map<string, Identity>(Object.entries(personTokens).map(([login, token]) => [token, { kind: 'person', login }]))
  let lastId = 1000
  const world: World = {
    owner: settings.owner,
    repo: settings.repo,
    url,
    git,
    now: settings.now,
    people: new Map(Object.entries(settings.people)),
    app: settings.app ?? newApp({ slug: 'app', permissions: {} }),
    protection: settings.protection ?? {},
    tagProtection: settings.tagProtection ?? [],
    environments: settings.environments ?? {},
    variables: settings.variables ?? {},
    secrets: settings.secrets ?? {},
    tokens,
    issues: new Map(),
    comments: new Map(),
    reviews: [],
    labels: new Map(),
    reactions: [],
    checkRuns: new Map(),
    deployments: new Map(),
    runs: new Map(),
    artifacts: new Map(),
    downloads: new Map(),
    unmodelled: [],
    nextId: () => ++lastId,
    emit: (name, cause, payload, depth = 0) => onEvent({ name, cause, payload, depth }),
  }
  return { world, personTokens }
}
