import { closePull, emitPull, markMerged, mergeBaseOf, mergeBlockers, readPull, refreshPull } from '../git/pull-refs.ts'
import { announceUpdates } from '../git/refs.ts'
import { readCommits, renderCommit, renderDiff } from '../render/commit.ts'
import { renderPull } from '../render/pull.ts'
import { renderUser, signatureOf } from '../render/user.ts'
import { type Issue, timestamp, type World } from '../world.ts'
import { newIssue } from './issues.ts'
import { type Call, created, type Handlers, invalid, list, NotModelled, notFound, numberIn, ok, operation, Refusal } from './operation.ts'

interface PullBody {
  readonly title?: string
  readonly body?: string | null
  readonly head: string
  readonly base: string
  readonly draft?: boolean
}

interface MergeBody {
  readonly commit_title?: string
  readonly commit_message?: string
  readonly sha?: string
  readonly merge_method?: 'merge' | 'squash' | 'rebase'
}

/** Pull requests: opened, changed, listed, merged. */
export const pullHandlers: Handlers = {
  'pulls/create': operation<PullBody>(['title', 'body', 'head', 'base', 'draft', 'maintainer_can_modify'], createPull),
  'pulls/list': operation(['state', 'head', 'base', 'sort', 'direction'], async ({ world, query }) => {
    const { state = 'open', head, base, sort = 'created', direction } = query
    if (sort !== 'created' && sort !== 'updated') throw new NotModelled(`pulls/list: sort ${sort} is not modelled`)
    const found = [...world.issues.values()].filter(
      ({ pull, ...issue }) =>
        pull !== undefined &&
        (state === 'all' || issue.state === state) &&
        (head === undefined || head === `${world.owner}:${pull.head}`) &&
        (base === undefined || base === pull.base),
    )
    const key = (issue: Issue) => (sort === 'updated' ? issue.updatedAt : issue.createdAt)
    found.sort((a, b) => key(a).localeCompare(key(b)) || a.number - b.number)
    if ((direction ?? 'desc') === 'desc') found.reverse()
    return list(await Promise.all(found.map((issue) => readPull(world, issue))))
  }),
  'pulls/get': operation([], async ({ world, path }) => ok(await readPull(world, findPull(world, path)))),
  'pulls/update': operation<{ title?: string; body?: string | null; state?: 'open' | 'closed'; base?: string }>(
    ['title', 'body', 'state', 'base'],
    updatePull,
  ),
  'pulls/list-files': operation([], async ({ world, path }) => {
    const issue = findPull(world, path)
    return list(await renderDiff(world, await mergeBaseOf(world, issue), issue.pull!.headSha))
  }),
  'pulls/list-commits': operation([], async ({ world, path }) => {
    const issue = findPull(world, path)
    const commits = await readCommits(world, [`${await mergeBaseOf(world, issue)}..${issue.pull!.headSha}`, '--'])
    return list(commits.toReversed().map((facts) => renderCommit(world, facts)))
  }),
  'pulls/merge': operation<MergeBody>(['commit_title', 'commit_message', 'sha', 'merge_method'], mergePull),
  'pulls/list-requested-reviewers': operation([], ({ world, path }) => {
    const { requestedReviewers } = findPull(world, path).pull!
    return ok({ users: requestedReviewers.map((login) => renderUser(world, login)), teams: [] })
  }),
  'pulls/request-reviewers': operation<{ reviewers?: readonly string[] }>(['reviewers'], requestReviewers),
  'pulls/remove-requested-reviewers': operation<{ reviewers: readonly string[] }>(
    ['reviewers'],
    async ({ world, path, body, identity }) => {
      const issue = findPull(world, path)
      const pull = issue.pull!
      for (const login of body.reviewers.filter((one) => pull.requestedReviewers.includes(one))) {
        pull.requestedReviewers = pull.requestedReviewers.filter((one) => one !== login)
        await emitPull(world, identity, 'review_request_removed', issue, { requested_reviewer: renderUser(world, login) })
      }
      return ok(await readPull(world, issue))
    },
  ),
  'repos/list-pull-requests-associated-with-commit': operation([], async ({ world, path }) => {
    const sha = await world.git.resolve(path.commit_sha!)
    if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${path.commit_sha}`)
    const found: Issue[] = []
    for (const issue of world.issues.values()) {
      if (issue.pull !== undefined && (issue.pull.mergeSha === sha || (await world.git.isAncestor(sha, issue.pull.headSha)))) {
        if (!(await world.git.isAncestor(sha, await mergeBaseOf(world, issue))) || issue.pull.mergeSha === sha) found.push(issue)
      }
    }
    return list(await Promise.all(found.map((issue) => readPull(world, issue))))
  }),
}

/** The pull request of `{pull_number}`; 404 when that number is an issue or nothing. */
export function findPull(world: World, path: Readonly<Record<string, string>>): Issue {
  const issue = world.issues.get(numberIn(path, 'pull_number'))
  if (issue?.pull === undefined) throw notFound()
  return issue
}

async function createPull({ world, identity, body }: Call<PullBody>) {
  // A repository's setting, off for new ones; an App of one's own is not concerned.
  if (identity.kind === 'actions') throw new Refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.')
  const head = body.head.replace(new RegExp(`^${world.owner}:`), '')
  const headSha = await world.git.resolve(`refs/heads/${head}`)
  const baseSha = await world.git.resolve(`refs/heads/${body.base}`)
  if (headSha === undefined) throw new Refusal(422, 'Validation Failed', [{ resource: 'PullRequest', field: 'head', code: 'invalid' }])
  if (baseSha === undefined) throw new Refusal(422, 'Validation Failed', [{ resource: 'PullRequest', field: 'base', code: 'invalid' }])
  if (await world.git.isAncestor(headSha, baseSha)) throw invalid('PullRequest', 'head', `No commits between ${body.base} and ${head}`)
  const open = [...world.issues.values()].find(({ pull, state }) => state === 'open' && pull?.head === head && pull.base === body.base)
  if (open !== undefined) throw invalid('PullRequest', 'head', `A pull request already exists for ${world.owner}:${head}.`)
  const pull = { id: world.nextId(), head, base: body.base, headSha, draft: body.draft ?? false, requestedReviewers: [], mergeSha: null }
  const issue = newIssue(world, identity.login, { title: body.title ?? head, body: body.body ?? null }, pull)
  await refreshPull(world, issue)
  await emitPull(world, identity, 'opened', issue)
  return created(await readPull(world, issue))
}

async function updatePull({
  world,
  path,
  body,
  identity,
}: Call<{ title?: string; body?: string | null; state?: 'open' | 'closed'; base?: string }>) {
  const issue = findPull(world, path)
  const isEdited = ['title', 'body', 'base'].some((name) => name in body)
  if (body.title !== undefined) issue.title = body.title
  if (body.body !== undefined) issue.body = body.body
  if (body.base !== undefined) issue.pull!.base = body.base
  issue.updatedAt = timestamp(world)
  if (body.base !== undefined) await refreshPull(world, issue)
  if (isEdited) await emitPull(world, identity, 'edited', issue, { changes: {} })
  if (body.state === 'closed' && issue.state === 'open') await closePull(world, identity, issue)
  if (body.state === 'open' && issue.state === 'closed') {
    if (issue.pull!.merged !== undefined) throw invalid('PullRequest', 'state', 'state cannot be changed. The pull request is merged.')
    issue.state = 'open'
    issue.closedAt = null
    await refreshPull(world, issue)
    await emitPull(world, identity, 'reopened', issue)
  }
  return ok(await readPull(world, issue))
}

async function requestReviewers({ world, path, body, identity }: Call<{ reviewers?: readonly string[] }>) {
  const issue = findPull(world, path)
  const pull = issue.pull!
  for (const login of body.reviewers ?? []) {
    if (login === issue.author) throw new Refusal(422, 'Review cannot be requested from pull request author.')
    if (!world.people.has(login)) {
      throw new Refusal(
        422,
        `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${world.owner}/${world.repo} repository.`,
      )
    }
  }
  for (const login of (body.reviewers ?? []).filter((one) => !pull.requestedReviewers.includes(one))) {
    pull.requestedReviewers.push(login)
    await emitPull(world, identity, 'review_requested', issue, { requested_reviewer: renderUser(world, login) })
  }
  return created(simple(world, issue))
}

// `pull-request-simple` has none of the counts: those of an empty difference stand in and are dropped.
function simple(world: World, issue: Issue) {
  const facts = { baseSha: issue.pull!.headSha, additions: 0, deletions: 0, changedFiles: 0, commits: 0, mergeableState: 'unknown' }
  const { additions, deletions, changed_files, commits, comments, merged, mergeable, mergeable_state, merged_by, ...rest } = renderPull(
    world,
    issue,
    facts,
  )
  return rest
}

async function mergePull({ world, path, body, identity }: Call<MergeBody>) {
  const issue = findPull(world, path)
  const pull = issue.pull!
  const { merge_method: method = 'merge' } = body
  if (method === 'rebase') throw new NotModelled('merge_method rebase is not modelled')
  if (identity.kind === 'person' && world.people.get(identity.login) === 'read')
    throw new Refusal(403, 'Must have push access to the repository')
  if (issue.state === 'closed') throw new Refusal(405, 'Pull Request is not mergeable')
  if (body.sha !== undefined && body.sha !== pull.headSha)
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.')
  const allowed = world.protection[pull.base]?.mergeMethods
  if (allowed !== undefined && !allowed.includes(method)) throw new Refusal(405, `${method} merges are not allowed on this repository.`)
  const blockers = mergeBlockers(world, issue)
  if (blockers.length > 0) throw new Refusal(405, blockers.join(' '))
  const from = (await world.git.resolve(`refs/heads/${pull.base}`))!
  const tree = await world.git.mergeTree(from, pull.headSha)
  if (tree === undefined) throw new Refusal(409, 'Merge conflict')

  const title =
    body.commit_title ??
    (method === 'squash' ? `${issue.title} (#${issue.number})` : `Merge pull request #${issue.number} from ${world.owner}/${pull.head}`)
  const message = body.commit_message ?? (method === 'squash' ? '' : issue.title)
  const author = signatureOf(world, method === 'squash' ? issue.author : identity.login)
  const parents = method === 'squash' ? [from] : [from, pull.headSha]
  const sha = await world.git.commitTree(tree, parents, `${title}\n\n${message}`.trimEnd(), author, signatureOf(world, 'web-flow'))
  await world.git.updateRef(`refs/heads/${pull.base}`, sha, from)
  await markMerged(world, identity, issue, sha, from)
  await announceUpdates(world, identity, [{ ref: `refs/heads/${pull.base}`, from, to: sha }])
  return ok({ sha, merged: true, message: 'Pull Request successfully merged' })
}
