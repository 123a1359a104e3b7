import { type PullFacts, renderPull } from '../render/pull.ts'
import { renderRepository } from '../render/repository.ts'
import { renderUser, signatureOf } from '../render/user.ts'
import { judgeMerge } from '../rules/merge-rules.ts'
import { type Identity, type Issue, timestamp, type World, zeroSha } from '../world.ts'

/** Writes `refs/pull/N/head` and, unless both sides conflict, the test merge `refs/pull/N/merge`. */
export async function refreshPull(world: World, issue: Issue): Promise<void> {
  const pull = issue.pull!
  const { git } = world
  await git.updateRef(`refs/pull/${issue.number}/head`, pull.headSha)
  const base = await git.resolve(`refs/heads/${pull.base}`)
  const tree = base === undefined ? undefined : await git.mergeTree(base, pull.headSha)
  const mergeRef = `refs/pull/${issue.number}/merge`
  if (base === undefined || tree === undefined) {
    pull.mergeSha = null
    if ((await git.resolve(mergeRef)) !== undefined) await git.deleteRef(mergeRef)
    return
  }
  const signature = signatureOf(world, 'web-flow')
  pull.mergeSha = await git.commitTree(tree, [base, pull.headSha], `Merge ${pull.headSha} into ${base}`, signature, signature)
  await git.updateRef(mergeRef, pull.mergeSha)
}

/** After a branch moved: pull requests from it are synchronized, those into it tested again, or found merged or closed. */
export async function followPulls(world: World, cause: Identity, branch: string, sha: string): Promise<void> {
  for (const issue of world.issues.values()) {
    const { pull } = issue
    if (pull === undefined || issue.state === 'closed') continue
    if (pull.head === branch && sha === zeroSha) await closePull(world, cause, issue)
    else if (pull.head === branch && pull.headSha !== sha) {
      const before = pull.headSha
      pull.headSha = sha
      issue.updatedAt = timestamp(world)
      await refreshPull(world, issue)
      await emitPull(world, cause, 'synchronize', issue, { before, after: sha })
    } else if (pull.base === branch && sha !== zeroSha) {
      const before = await world.git.resolve(`refs/pull/${issue.number}/merge^1`)
      // A push that brought the head along is a merge, as on GitHub.
      if (await world.git.isAncestor(pull.headSha, sha)) await markMerged(world, cause, issue, sha, before ?? sha)
      else await refreshPull(world, issue)
    }
  }
}

export async function closePull(world: World, cause: Identity, issue: Issue): Promise<void> {
  issue.state = 'closed'
  issue.closedAt = issue.updatedAt = timestamp(world)
  await emitPull(world, cause, 'closed', issue)
}

export async function markMerged(world: World, cause: Identity, issue: Issue, sha: string, baseSha: string): Promise<void> {
  const pull = issue.pull!
  pull.mergeSha = sha
  pull.merged = { by: cause.login, at: timestamp(world), baseSha }
  await closePull(world, cause, issue)
}

/** The base's commit as it stands, or as it stood when the pull request was merged. */
async function baseOf(world: World, issue: Issue): Promise<string> {
  const pull = issue.pull!
  return pull.merged?.baseSha ?? (await world.git.resolve(`refs/heads/${pull.base}`)) ?? pull.headSha
}

/** The commit where the two sides parted: what a pull request's files and commits are counted from. */
export async function mergeBaseOf(world: World, issue: Issue): Promise<string> {
  return world.git.run('merge-base', await baseOf(world, issue), issue.pull!.headSha)
}

/** Why a merge would be refused now; conflicts are not among it. */
export function mergeBlockers(world: World, issue: Issue): string[] {
  return judgeMerge(world.protection[issue.pull!.base], {
    issue,
    reviews: world.reviews.filter(({ pull }) => pull === issue.number),
    checkRuns: [...world.checkRuns.values()],
    people: world.people,
  })
}

/** `pull-request` with everything that Git must be asked for. */
export async function readPull(world: World, issue: Issue): Promise<Record<string, unknown>> {
  const pull = issue.pull!
  const [baseSha, mergeBase] = await Promise.all([baseOf(world, issue), mergeBaseOf(world, issue)])
  const numbers = await world.git.run('diff', '--numstat', mergeBase, pull.headSha)
  const rows = numbers === '' ? [] : numbers.split('\n').map((line) => line.split('\t'))
  const sum = (column: number) => rows.reduce((total, row) => total + (Number(row[column]) || 0), 0)
  const facts: PullFacts = {
    baseSha,
    additions: sum(0),
    deletions: sum(1),
    changedFiles: rows.length,
    commits: Number(await world.git.run('rev-list', '--count', `${mergeBase}..${pull.headSha}`)),
    mergeableState: mergeableState(world, issue),
  }
  return renderPull(world, issue, facts)
}

function mergeableState(world: World, issue: Issue): string {
  const pull = issue.pull!
  if (issue.state === 'closed') return 'unknown'
  if (pull.mergeSha === null) return 'dirty'
  if (pull.draft) return 'draft'
  return mergeBlockers(world, issue).length > 0 ? 'blocked' : 'clean'
}

/** Sends `pull_request` with this action. */
export async function emitPull(
  world: World,
  cause: Identity,
  action: string,
  issue: Issue,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const payload = {
    action,
    number: issue.number,
    pull_request: await readPull(world, issue),
    repository: renderRepository(world),
    sender: renderUser(world, cause.login),
    ...more,
  }
  world.emit('pull_request', cause, payload)
}
