import { readCommits } from '../render/commit.ts'
import { renderRepository, repositoryUrl } from '../render/repository.ts'
import { renderUser } from '../render/user.ts'
import { judgeRefUpdate, type RefUpdate } from '../rules/ref-rules.ts'
import { defaultBranch, type Identity, type World, zeroSha } from '../world.ts'
import type { Git } from './git.ts'
import { followPulls } from './pull-refs.ts'

/** GitHub creates no event at all when more than three tags are pushed at once. */
const mostTagsWithEvents = 3

/** Why these updates are refused, one line each; `git` may see a push's quarantined objects. */
export async function judgeUpdates(world: World, git: Git, identity: Identity, updates: readonly RefUpdate[]): Promise<string[]> {
  const lines: string[] = []
  for (const update of updates) {
    const { from, to, ref } = update
    const isForced = from !== zeroSha && to !== zeroSha && !(await git.isAncestor(from, to))
    const isTag = ref.startsWith('refs/tags/') && to !== zeroSha
    const holders = isTag ? await git.run('branch', '--contains', `${to}^{commit}`, '--format=%(refname:short)') : ''
    lines.push(...judgeRefUpdate(world, identity.login, update, { isForced, onBranches: holders.split('\n') }))
  }
  return lines
}

/** Tells the world of refs that have moved: pull requests follow, and the events go out. */
export async function announceUpdates(world: World, identity: Identity, updates: readonly RefUpdate[]): Promise<void> {
  const tags = updates.filter(({ ref }) => ref.startsWith('refs/tags/'))
  const isQuiet = tags.length > mostTagsWithEvents
  for (const update of updates) {
    if (isQuiet && tags.includes(update)) continue
    await announceRef(world, identity, update)
  }
  for (const { ref, to } of updates) {
    if (ref.startsWith('refs/heads/')) await followPulls(world, identity, ref.slice('refs/heads/'.length), to)
  }
}

async function announceRef(world: World, identity: Identity, { ref, from, to }: RefUpdate): Promise<void> {
  const shared = { repository: renderRepository(world), sender: renderUser(world, identity.login) }
  const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch'
  const name = ref.replace(/^refs\/(heads|tags)\//, '')
  const facts = { ref: name, ref_type: type, pusher_type: 'user' }
  if (from === zeroSha) world.emit('create', identity, { ...facts, master_branch: defaultBranch, description: null, ...shared })
  if (to === zeroSha) world.emit('delete', identity, { ...facts, ...shared })

  const isForced = from !== zeroSha && to !== zeroSha && !(await world.git.isAncestor(from, to))
  const commits = to === zeroSha ? [] : await readCommits(world, from === zeroSha ? ['-1', to] : ['-20', `${from}..${to}`, '--'])
  const entries = commits.map(({ sha, tree, message, author, committer }) => ({
    id: sha,
    tree_id: tree,
    distinct: true,
    message,
    timestamp: committer.date,
    url: repositoryUrl(world, `/commits/${sha}`),
    author,
    committer,
  }))
  world.emit('push', identity, {
    ref,
    before: from,
    after: to,
    created: from === zeroSha,
    deleted: to === zeroSha,
    forced: isForced,
    base_ref: null,
    compare: `${world.url}/${world.owner}/${world.repo}/compare/${from.slice(0, 12)}...${to.slice(0, 12)}`,
    commits: entries.toReversed(),
    head_commit: entries[0] ?? null,
    pusher: { name: identity.login, email: `${identity.login}@users.noreply.127.0.0.1` },
    ...shared,
  })
}
