import type { Git } from './git/git.ts'
import type { Permissions } from './rules/permissions.ts'
import type { BranchProtection, TagProtection } from './rules/protection.ts'

/** What a person may do in the repository. */
export type Role = 'admin' | 'write' | 'read'

/** Who stands behind a token: a person, the GitHub App, or the `GITHUB_TOKEN` of a workflow job. */
export type Identity =
  | { readonly kind: 'person'; readonly login: string }
  | { readonly kind: 'app'; readonly login: string; readonly permissions: Permissions }
  | { readonly kind: 'actions'; readonly login: 'github-actions[bot]'; readonly permissions: Permissions }
  | { readonly kind: 'app-jwt'; readonly login: string }

/** The one GitHub App that is installed on the repository. Its key is RSA in PEM form, as GitHub hands it out. */
export interface App {
  readonly id: number
  readonly clientId: string
  readonly slug: string
  readonly installationId: number
  readonly permissions: Permissions
  readonly privateKey: string
  readonly publicKey: string
}

/** An environment of the repository: the refs that may enter it, and what they find there. */
export interface Environment {
  readonly branches?: readonly string[]
  readonly tags?: readonly string[]
  readonly secrets?: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, string>>
}

/** An issue, or the issue side of a pull request: both share one sequence of numbers. */
export interface Issue {
  readonly id: number
  readonly number: number
  readonly author: string
  readonly createdAt: string
  title: string
  body: string | null
  state: 'open' | 'closed'
  stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null
  labels: string[]
  assignees: string[]
  updatedAt: string
  closedAt: string | null
  readonly pull?: Pull
}

/** The Git side of a pull request; both branches are in the one repository (forks are not modelled). */
export interface Pull {
  readonly id: number
  readonly head: string
  base: string
  headSha: string
  draft: boolean
  requestedReviewers: string[]
  /** The merge commit once merged; before that the test merge of `refs/pull/N/merge`, or null on conflict. */
  mergeSha: string | null
  merged?: { readonly by: string; readonly at: string; readonly baseSha: string }
}

/** One comment of an issue or pull request. */
export interface Comment {
  readonly id: number
  readonly issue: number
  readonly author: string
  readonly viaApp: boolean
  readonly createdAt: string
  body: string
  updatedAt: string
}

/** One submitted review, of the commit that was the head when it was given. */
export interface Review {
  readonly id: number
  readonly pull: number
  readonly author: string
  readonly commitSha: string
  readonly submittedAt: string
  body: string
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'
}

/** A check run of a commit, and the App that made it: only that App may change it. */
export interface CheckRun {
  readonly id: number
  readonly app: string
  readonly headSha: string
  name: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
  startedAt: string
  completedAt: string | null
  detailsUrl: string | null
  externalId: string
  output: { title: string | null; summary: string | null; text: string | null; annotations: readonly Readonly<Record<string, unknown>>[] }
}

/** A deployment and its statuses, newest last. */
export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  readonly creator: string
  readonly description: string | null
  readonly payload: unknown
  readonly createdAt: string
  readonly statuses: DeploymentStatus[]
}

export interface DeploymentStatus {
  readonly id: number
  readonly state: string
  readonly creator: string
  readonly description: string
  readonly environmentUrl: string
  readonly logUrl: string
  readonly createdAt: string
}

/** One run of one workflow, as the REST API shows it; the runner keeps its log beside. */
export interface WorkflowRun {
  readonly id: number
  readonly runNumber: number
  readonly workflowId: number
  readonly name: string
  readonly path: string
  readonly event: string
  readonly headBranch: string
  readonly headSha: string
  readonly actor: string
  readonly displayTitle: string
  readonly pulls: readonly number[]
  readonly createdAt: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | null
  updatedAt: string
}

/** A zip file that a run uploaded. */
export interface Artifact {
  readonly id: number
  readonly runId: number
  readonly name: string
  readonly zip: Buffer
  readonly createdAt: string
}

export interface Label {
  readonly id: number
  name: string
  color: string
  description: string
}

export interface Reaction {
  readonly id: number
  readonly subject: `issue/${number}` | `comment/${number}`
  readonly author: string
  readonly content: string
  readonly createdAt: string
}

/** What happened, in the shape of GitHub's webhook, and who caused it. */
export interface ForgeEvent {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly cause: Identity
  /** How many `workflow_run` events lie before this one. */
  readonly depth: number
}

/** A request that the forge could not serve as GitHub would: outside of the description, or not modelled. */
export interface Unmodelled {
  readonly request: string
  readonly reason: string
}

/** Everything that the forge knows. One object, changed by the API's operations and by pushes only. */
export interface World {
  readonly owner: string
  readonly repo: string
  readonly url: string
  readonly git: Git
  readonly now: () => Date
  readonly people: ReadonlyMap<string, Role>
  readonly app: App
  readonly protection: Readonly<Record<string, BranchProtection>>
  readonly tagProtection: readonly TagProtection[]
  readonly environments: Readonly<Record<string, Environment>>
  readonly variables: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly tokens: Map<string, Identity>
  readonly issues: Map<number, Issue>
  readonly comments: Map<number, Comment>
  readonly reviews: Review[]
  readonly labels: Map<string, Label>
  readonly reactions: Reaction[]
  readonly checkRuns: Map<number, CheckRun>
  readonly deployments: Map<number, Deployment>
  readonly runs: Map<number, WorkflowRun>
  readonly artifacts: Map<number, Artifact>
  /** Links to artifacts that were handed out, by their key. */
  readonly downloads: Map<string, Artifact>
  readonly unmodelled: Unmodelled[]
  /** Ids are unique over all kinds. */
  readonly nextId: () => number
  readonly emit: (name: string, cause: Identity, payload: Readonly<Record<string, unknown>>, depth?: number) => void
}

/** The moment of now as GitHub writes it: ISO 8601, whole seconds, UTC. */
export function timestamp(world: World): string {
  return world
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
}

/** The default branch: fixed, as the product's is. */
export const defaultBranch = 'main'

export const zeroSha = '0'.repeat(40)
