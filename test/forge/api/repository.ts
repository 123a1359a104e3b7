import { announceUpdates, judgeUpdates } from '../git/refs.ts'
import { readCommit, readCommits, renderCommit, renderDiff } from '../render/commit.ts'
import { pageUrl, renderRepository, repositoryUrl } from '../render/repository.ts'
import { nodeId, renderUser, signatureOf } from '../render/user.ts'
import { defaultBranch, type World, zeroSha } from '../world.ts'
import { type Call, created, type Handlers, invalid, list, NotModelled, noContent, notFound, ok, operation, Refusal } from './operation.ts'

/** The repository, its people, commits, files and refs. */
export const repositoryHandlers: Handlers = {
  'repos/get': operation([], ({ world }) => ok(renderRepository(world))),
  'users/get-by-username': operation([], ({ world, path }) => {
    const login = path.username!
    if (!world.people.has(login)) throw notFound()
    return ok(renderFullUser(world, login))
  }),
  'users/get-authenticated': operation([], ({ world, identity }) => {
    if (identity.kind !== 'person') throw new Refusal(403, 'Resource not accessible by integration')
    return ok(renderFullUser(world, identity.login))
  }),
  'repos/get-collaborator-permission-level': operation([], ({ world, path }) => {
    const login = path.username!
    const role = world.people.get(login) ?? 'none'
    const user = { ...renderUser(world, login), permissions: permissionsOf(role), role_name: role }
    return ok({ permission: role, role_name: role, user })
  }),
  'repos/list-collaborators': operation([], ({ world }) =>
    list([...world.people].map(([login, role]) => ({ ...renderUser(world, login), permissions: permissionsOf(role), role_name: role }))),
  ),
  'repos/list-branches': operation([], async ({ world }) => {
    const lines = await world.git.run('for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/heads')
    return list(
      lines
        .split('\n')
        .filter(Boolean)
        .map((line) => renderBranch(world, ...(line.split(' ') as [string, string]))),
    )
  }),
  'repos/get-branch': operation([], async ({ world, path }) => {
    const branch = path.branch!
    const sha = await world.git.resolve(`refs/heads/${branch}`)
    if (sha === undefined) throw new Refusal(404, 'Branch not found')
    const url = repositoryUrl(world, `/branches/${branch}`)
    const links = { _links: { html: pageUrl(world, `/tree/${branch}`), self: url }, protection: { enabled: branch in world.protection } }
    return ok({ ...renderBranch(world, branch, sha), commit: renderCommit(world, await readCommit(world, sha)), ...links })
  }),
  'repos/list-tags': operation([], async ({ world }) => {
    const lines = await world.git.run(
      'for-each-ref',
      '--sort=-refname',
      '--format=%(refname:short) %(objectname) %(*objectname)',
      'refs/tags',
    )
    const tags = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ') as [string, string, string])
    return list(tags.map(([name, object, peeled]) => renderTag(world, name, peeled || object)))
  }),
  'repos/list-commits': operation(['sha', 'path'], async ({ world, query }) => {
    const sha = await commitAt(world, query.sha ?? defaultBranch)
    const commits = await readCommits(world, [sha, '--', ...(query.path === undefined ? [] : [query.path])])
    return list(commits.map((facts) => renderCommit(world, facts)))
  }),
  'repos/get-commit': operation([], async ({ world, path }) => {
    const facts = await readCommit(world, await commitAt(world, path.ref!))
    const parent = facts.parents[0] ?? (await world.git.run('hash-object', '-t', 'tree', '/dev/null'))
    const files = await renderDiff(world, parent, facts.sha)
    const sum = (name: string) => files.reduce((total, file) => total + (file[name] as number), 0)
    const stats = { additions: sum('additions'), deletions: sum('deletions'), total: sum('changes') }
    return ok({ ...renderCommit(world, facts), stats, files })
  }),
  'repos/compare-commits-with-basehead': operation([], compare),
  // The same address by its older name in the description.
  'repos/compare-commits': operation([], (call) =>
    compare({ ...call, path: { ...call.path, basehead: `${call.path.base}...${call.path.head}` } }),
  ),
  'repos/get-content': operation(['ref'], readContent),
  'repos/merge': operation(['base', 'head', 'commit_message'], mergeBranch),
  'git/get-ref': operation([], async ({ world, path }) => {
    const ref = `refs/${path.ref!}`
    const sha = await world.git.resolve(ref, 'object')
    if (sha === undefined) throw notFound()
    return ok(await renderRef(world, ref, sha))
  }),
  'git/list-matching-refs': operation([], async ({ world, path }) => {
    const lines = await world.git.run('for-each-ref', '--format=%(refname) %(objectname)', `refs/${path.ref!}*`, `refs/${path.ref!}**`)
    const refs = [...new Set(lines.split('\n').filter(Boolean))].map((line) => line.split(' ') as [string, string])
    return list(await Promise.all(refs.map(([ref, sha]) => renderRef(world, ref, sha))))
  }),
  'git/create-ref': operation<{ ref: string; sha: string }>(['ref', 'sha'], async (call) => {
    const { ref, sha } = call.body
    if (!/^refs\/[^/]+\/./.test(ref)) throw new Refusal(422, "Reference name must start with 'refs/'.")
    if ((await call.world.git.resolve(ref, 'object')) !== undefined) throw new Refusal(422, 'Reference already exists')
    if ((await call.world.git.resolve(sha, 'object')) === undefined) throw new Refusal(422, 'Object does not exist')
    await moveRef(call, ref, zeroSha, sha)
    return created(await renderRef(call.world, ref, sha))
  }),
  'git/update-ref': operation<{ sha: string; force?: boolean }>(['sha', 'force'], async (call) => {
    const ref = `refs/${call.path.ref!}`
    const { sha, force = false } = call.body
    const from = await call.world.git.resolve(ref, 'object')
    if (from === undefined) throw new Refusal(422, 'Reference does not exist')
    if (!force && !(await call.world.git.isAncestor(from, sha))) throw new Refusal(422, 'Update is not a fast forward')
    await moveRef(call, ref, from, sha)
    return ok(await renderRef(call.world, ref, sha))
  }),
  'git/delete-ref': operation([], async (call) => {
    const ref = `refs/${call.path.ref!}`
    const from = await call.world.git.resolve(ref, 'object')
    if (from === undefined) throw new Refusal(422, 'Reference does not exist')
    await moveRef(call, ref, from, zeroSha)
    return noContent
  }),
}

async function compare({ world, path }: Call<unknown>) {
  const [baseName = '', headName = ''] = path.basehead!.split('...')
  const [base, head] = [await commitAt(world, baseName), await commitAt(world, headName)]
  const mergeBase = await world.git.run('merge-base', base, head)
  const [behind = '0', ahead = '0'] = (await world.git.run('rev-list', '--left-right', '--count', `${base}...${head}`)).split('\t')
  const commits = await readCommits(world, [`${base}..${head}`, '--'])
  const status = ahead === '0' ? (behind === '0' ? 'identical' : 'behind') : behind === '0' ? 'ahead' : 'diverged'
  const html = pageUrl(world, `/compare/${path.basehead}`)
  return ok({
    url: repositoryUrl(world, `/compare/${path.basehead}`),
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: renderCommit(world, await readCommit(world, base)),
    merge_base_commit: renderCommit(world, await readCommit(world, mergeBase)),
    status,
    ahead_by: Number(ahead),
    behind_by: Number(behind),
    total_commits: Number(ahead),
    commits: commits.toReversed().map((facts) => renderCommit(world, facts)),
    files: await renderDiff(world, mergeBase, head),
  })
}

async function readContent({ world, path, query, accept }: Call<unknown>) {
  const sha = await commitAt(world, query.ref ?? defaultBranch)
  const name = path.path!
  const entry = (await world.git.try(['ls-tree', '-z', sha, '--', name])).stdout.split('\0')[0]!
  const [, mode, type, blob] = /^(\d+) (\w+) ([0-9a-f]+)\t/.exec(entry) ?? []
  if (mode === undefined) throw notFound()
  if (type !== 'blob') throw new NotModelled('contents of a folder')
  const bytes = await world.git.readFile(sha, name)
  if (/\braw\b/.test(accept)) return { status: 200, body: bytes }
  const url = repositoryUrl(world, `/contents/${name}?ref=${sha}`)
  const git = repositoryUrl(world, `/git/blobs/${blob}`)
  const html = pageUrl(world, `/blob/${sha}/${name}`)
  return ok({
    type: 'file',
    name: name.split('/').at(-1),
    path: name,
    sha: blob,
    size: bytes.byteLength,
    encoding: 'base64',
    content: bytes.toString('base64'),
    url,
    git_url: git,
    html_url: html,
    download_url: html,
    _links: { self: url, git, html },
  })
}

// POST /merges: how a branch is brought into another without a pull request.
async function mergeBranch({ world, identity, body }: Call<{ base: string; head: string; commit_message?: string }>) {
  const from = await world.git.resolve(`refs/heads/${body.base}`)
  if (from === undefined) throw new Refusal(404, 'Base does not exist')
  const head = await world.git.resolve(body.head)
  if (head === undefined) throw new Refusal(404, 'Head does not exist')
  if (await world.git.isAncestor(head, from)) return noContent
  const tree = await world.git.mergeTree(from, head)
  if (tree === undefined) throw new Refusal(409, 'Merge conflict')
  const signature = signatureOf(world, identity.login)
  const to = await world.git.commitTree(
    tree,
    [from, head],
    body.commit_message ?? `Merge ${body.head} into ${body.base}`,
    signature,
    signature,
  )
  await moveRef({ world, identity }, `refs/heads/${body.base}`, from, to)
  return created(renderCommit(world, await readCommit(world, to)))
}

async function moveRef(
  { world, identity }: Pick<Call<unknown>, 'world' | 'identity'>,
  ref: string,
  from: string,
  to: string,
): Promise<void> {
  const updates = [{ ref, from, to }]
  const refusals = await judgeUpdates(world, world.git, identity, updates)
  if (refusals.length > 0) throw invalid('Reference', 'ref', refusals.filter(Boolean).join(' '))
  if (to === zeroSha) await world.git.deleteRef(ref)
  else await world.git.updateRef(ref, to, from)
  await announceUpdates(world, identity, updates)
}

/** The commit that a branch, tag or hash names; 404 otherwise. */
export async function commitAt(world: World, name: string): Promise<string> {
  for (const candidate of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name]) {
    const sha = await world.git.resolve(candidate)
    if (sha !== undefined) return sha
  }
  throw new Refusal(404, `No commit found for SHA: ${name}`)
}

async function renderRef(world: World, ref: string, sha: string) {
  const type = await world.git.run('cat-file', '-t', sha)
  return {
    ref,
    node_id: nodeId('Ref', ref),
    url: repositoryUrl(world, `/git/${ref}`),
    object: { type, sha, url: repositoryUrl(world, `/git/${type}s/${sha}`) },
  }
}

function renderBranch(world: World, name: string, sha: string) {
  const url = repositoryUrl(world, `/branches/${name}/protection`)
  return { name, commit: { sha, url: repositoryUrl(world, `/commits/${sha}`) }, protected: name in world.protection, protection_url: url }
}

function renderTag(world: World, name: string, sha: string) {
  const commit = { sha, url: repositoryUrl(world, `/commits/${sha}`) }
  const archive = (kind: string) => repositoryUrl(world, `/${kind}/refs/tags/${name}`)
  return { name, commit, zipball_url: archive('zipball'), tarball_url: archive('tarball'), node_id: nodeId('Ref', name) }
}

function permissionsOf(role: string) {
  return {
    pull: role !== 'none',
    triage: role === 'admin' || role === 'write',
    push: role === 'admin' || role === 'write',
    maintain: role === 'admin',
    admin: role === 'admin',
  }
}

function renderFullUser(world: World, login: string) {
  const unknown = { name: login, company: null, blog: null, location: null, email: null, hireable: null, bio: null }
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 }
  return { ...renderUser(world, login), ...unknown, ...counts, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }
}
