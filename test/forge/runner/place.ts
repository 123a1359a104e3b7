import { defaultBranch, type ForgeEvent, type World, zeroSha } from '../world.ts'
import type { EventFacts } from './trigger.ts'

/** Where a run of an event happens: the ref and commit that it sees, and the commit whose workflow files count. */
export interface Place {
  readonly ref: string
  readonly sha: string
  readonly filesAt: string
  readonly headRef: string
  readonly baseRef: string
  /** What the REST API calls the run's head: of a pull request its head, not the test merge. */
  readonly headBranch: string
  readonly headSha: string
  readonly pulls: readonly number[]
  readonly facts: EventFacts
}

interface PullPayload {
  readonly number: number
  readonly head: { readonly ref: string; readonly sha: string }
  readonly base: { readonly ref: string }
}

/** Where the workflows of an event run; undefined when GitHub starts none (a deleted ref, a conflict). Source: "Events that trigger workflows". */
export async function placeEvent(world: World, event: ForgeEvent): Promise<Place | undefined> {
  const { name, payload } = event
  const action = (payload.action as string | undefined) ?? ''
  const main = (await world.git.resolve(`refs/heads/${defaultBranch}`))!
  const facts: EventFacts = { name, action, branch: undefined, tag: undefined, changedFiles: [], workflow: undefined, cron: undefined }
  const onMain: Place = {
    ref: `refs/heads/${defaultBranch}`,
    sha: main,
    filesAt: main,
    headRef: '',
    baseRef: '',
    headBranch: defaultBranch,
    headSha: main,
    pulls: [],
    facts,
  }
  switch (name) {
    case 'push':
      return placePush(world, payload as unknown as Push, onMain)
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
      return placePull(world, name, payload.pull_request as PullPayload, onMain)
    case 'workflow_dispatch':
      return placeRef(world, payload.ref as string, { ...onMain, facts: { ...facts, workflow: payload.workflow as string } })
    case 'create':
      return placeRef(world, `refs/${payload.ref_type === 'tag' ? 'tags' : 'heads'}/${payload.ref}`, onMain)
    case 'workflow_run': {
      const run = payload.workflow_run as { name: string; head_branch: string }
      return { ...onMain, facts: { ...facts, workflow: run.name, branch: run.head_branch } }
    }
    case 'schedule':
      return { ...onMain, facts: { ...facts, workflow: payload.workflow as string, cron: payload.schedule as string } }
    default:
      return onMain
  }
}

interface Push {
  readonly ref: string
  readonly before: string
  readonly after: string
}

async function placePush(world: World, { ref, before, after }: Push, onMain: Place): Promise<Place | undefined> {
  if (after === zeroSha) return undefined
  const place = await placeRef(world, ref, onMain)
  if (place === undefined) return undefined
  const sha = (await world.git.resolve(after)) ?? after
  const from = before === zeroSha ? await world.git.try(['merge-base', onMain.sha, sha]).then(({ stdout }) => stdout.trim()) : before
  const changedFiles = from === '' ? [] : await filesBetween(world, from, sha)
  return { ...place, sha, filesAt: sha, headSha: sha, facts: { ...place.facts, changedFiles } }
}

async function placeRef(world: World, ref: string, onMain: Place): Promise<Place | undefined> {
  const sha = await world.git.resolve(ref)
  if (sha === undefined) return undefined
  const short = ref.replace(/^refs\/(heads|tags)\//, '')
  const side = ref.startsWith('refs/tags/') ? { tag: short } : { branch: short }
  return { ...onMain, ref, sha, filesAt: sha, headBranch: short, headSha: sha, facts: { ...onMain.facts, ...side } }
}

async function placePull(world: World, name: string, payload: PullPayload, onMain: Place): Promise<Place | undefined> {
  const pull = world.issues.get(payload.number)!.pull!
  const { head, base, number } = payload
  const branch = base.ref
  const from = await world.git.run('merge-base', pull.merged?.baseSha ?? `refs/heads/${branch}`, head.sha)
  const facts = { ...onMain.facts, branch, changedFiles: await filesBetween(world, from, head.sha) }
  const shared = { headRef: head.ref, baseRef: branch, headBranch: head.ref, headSha: head.sha, pulls: [number], facts }
  // Since December 2025 the default branch's file runs, on the default branch, whatever the base is.
  if (name === 'pull_request_target') return { ...onMain, ...shared }
  const sha = pull.mergeSha
  if (sha === null) return undefined
  return { ...onMain, ...shared, ref: `refs/pull/${number}/merge`, sha, filesAt: sha }
}

async function filesBetween(world: World, from: string, to: string): Promise<string[]> {
  const names = await world.git.run('diff', '--name-only', '-z', from, to)
  return names.split('\0').filter((name) => name !== '')
}
