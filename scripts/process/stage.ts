import type { Role } from '../model/team.ts'

/** Where a client is in the process, in order. */
export const stages = [
  'requested',
  'estimated',
  'planned',
  'development',
  'review',
  'staging',
  'client-validation',
  'validated',
  'release',
  'installation',
  'live',
] as const
/** One of the stages of the process. */
export type Stage = (typeof stages)[number]

const building = ['requested', 'estimated', 'planned', 'development'] as const satisfies readonly Stage[]

/** What moves a client on: from where it may happen, and where it leads. */
const moves = {
  estimate: { from: ['requested'], to: 'estimated' },
  plan: { from: ['requested', 'estimated'], to: 'planned' },
  begin: { from: ['requested', 'estimated', 'planned'], to: 'development' },
  // A change to a client that is further on begins its review anew, and with it all that follows.
  askForReview: { from: [...building, 'staging', 'client-validation', 'validated', 'release', 'installation', 'live'], to: 'review' },
  returnToReview: { from: ['development'], to: 'review' },
  requestChanges: { from: ['review'], to: 'development' },
  merge: { from: [...building, 'review'], to: 'staging' },
  show: { from: [...building, 'review', 'staging', 'validated', 'release'], to: 'client-validation' },
  signOff: { from: ['client-validation'], to: 'validated' },
  giveFeedback: { from: ['staging', 'client-validation', 'validated', 'release', 'installation'], to: 'development' },
  promote: { from: ['validated'], to: 'release' },
  deploy: { from: ['validated', 'release'], to: 'installation' },
  install: { from: ['installation'], to: 'live' },
} as const satisfies Record<string, { readonly from: readonly Stage[]; readonly to: Stage }>

/** What happens in the process that may move a client on. */
export type StageEvent = keyof typeof moves

/** The stage after an event; undefined where the event changes nothing at this stage. */
export function nextStage(stage: Stage, event: StageEvent): Stage | undefined {
  const { from, to } = moves[event]
  return (from as readonly Stage[]).includes(stage) ? to : undefined
}

const owners: Readonly<Record<Stage, Role>> = {
  requested: 'developer',
  estimated: 'developer',
  planned: 'developer',
  development: 'developer',
  review: 'reviewer',
  staging: 'developer',
  'client-validation': 'accountManager',
  validated: 'releaseManager',
  release: 'releaseManager',
  installation: 'accountManager',
  live: 'accountManager',
}

/** Who is being waited for at a stage. */
export function ownerAt(stage: Stage): Role {
  return owners[stage]
}

const prefix = 'stage: '

/** The label that shows a stage on the request. */
export function stageLabel(stage: Stage): string {
  return `${prefix}${stage}`
}

/** The stage that an issue's labels show; an issue without one has just been requested. */
export function stageOf(labels: readonly string[]): Stage {
  const shown = labels.filter((label) => label.startsWith(prefix)).map((label) => label.slice(prefix.length))
  return stages.findLast((stage) => shown.includes(stage)) ?? 'requested'
}

/** The labels of an issue once it is at this stage: the other stages' labels go, all else stays. */
export function labelsAt(stage: Stage, labels: readonly string[]): string[] {
  return [...labels.filter((label) => !label.startsWith(prefix)), stageLabel(stage)]
}
