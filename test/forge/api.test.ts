import { getOctokit } from '@actions/github'
import { createAppAuth } from '@octokit/auth-app'
import { request } from '@octokit/request'
import { describe, expect, it } from 'vitest'
import { newApp } from './app.ts'
import type { Forge } from './forge.ts'
import { aForge, aPull, checkoutOf, owner, refusalOf, repo } from './support.ts'

const here = { owner, repo }

/** The App as its own program sees it: a token got with its key, narrowed to these permissions. */
async function appOctokit(forge: Forge, permissions: Record<string, string>) {
  const { id: appId, privateKey, installationId } = forge.world.app
  const auth = createAppAuth({ appId, privateKey, request: request.defaults({ baseUrl: forge.apiUrl }) })
  const { token } = await auth({ type: 'installation', installationId, permissions })
  return getOctokit(token, { baseUrl: forge.apiUrl })
}

describe('merging a pull request', () => {
  it('makes a commit that holds both sides', async () => {
    await using forge = await aForge({})
    const number = await aPull(forge, 'topic', { 'clients/acme.yaml': 'name: Acme\n' })
    await using writer = await checkoutOf(forge, 'bob')
    await writer.push('main', { 'clients/other.yaml': 'name: Other\n' })

    const { data } = await forge.octokit('ann').rest.pulls.merge({ ...here, pull_number: number })
    const { data: pull } = await forge.octokit('ann').rest.pulls.get({ ...here, pull_number: number })

    expect((await forge.world.git.run('ls-tree', '--name-only', '-r', data.sha)).split('\n')).toEqual([
      'README.md',
      'clients/acme.yaml',
      'clients/other.yaml',
    ])
    expect(pull).toMatchObject({ merged: true, state: 'closed', merge_commit_sha: data.sha, merged_by: { login: 'ann' } })
  })

  it('squashes to one commit with one parent', async () => {
    await using forge = await aForge({})
    const number = await aPull(forge, 'topic', { a: '1' })
    const before = await forge.world.git.resolve('refs/heads/main')

    const { data } = await forge.octokit('ann').rest.pulls.merge({ ...here, pull_number: number, merge_method: 'squash' })

    expect(await forge.world.git.run('rev-list', '--parents', '-1', data.sha)).toBe(`${data.sha} ${before}`)
    expect(await forge.world.git.run('log', '-1', '--format=%s', data.sha)).toBe('topic (#1)')
  })

  it('answers 409 on a conflict and leaves the branch', async () => {
    await using forge = await aForge({})
    const number = await aPull(forge, 'topic', { 'README.md': 'theirs\n' })
    await using writer = await checkoutOf(forge, 'bob')
    const ours = await writer.push('main', { 'README.md': 'ours\n' })

    const refusal = await refusalOf(forge.octokit('ann').rest.pulls.merge({ ...here, pull_number: number }))

    expect(refusal).toEqual({ status: 409, message: 'Merge conflict' })
    expect(await forge.world.git.resolve('refs/heads/main')).toBe(ours)
  })

  it('answers 409 when the head is not the one that was looked at', async () => {
    await using forge = await aForge({})
    const number = await aPull(forge, 'topic', { a: '1' })

    const refusal = await refusalOf(forge.octokit('ann').rest.pulls.merge({ ...here, pull_number: number, sha: '0'.repeat(40) }))

    expect(refusal.status).toBe(409)
  })

  it('waits for the required check of the App, which no one else can make', async () => {
    const app = newApp({ slug: 'import-bot', permissions: { checks: 'write' } })
    await using forge = await aForge({}, { app, protection: { main: { requiredChecks: [{ context: 'gate', app: 'import-bot' }] } } })
    const number = await aPull(forge, 'topic', { a: '1' })
    const ann = forge.octokit('ann')
    const merge = () => ann.rest.pulls.merge({ ...here, pull_number: number })
    const { data: pull } = await ann.rest.pulls.get({ ...here, pull_number: number })
    const check = { ...here, name: 'gate', head_sha: pull.head.sha }

    const absent = await refusalOf(merge())
    const byPerson = await refusalOf(ann.rest.checks.create({ ...check, conclusion: 'success' }))
    // Whoever can change a workflow can make a check of that name with GITHUB_TOKEN.
    forge.world.tokens.set('job', { kind: 'actions', login: 'github-actions[bot]', permissions: { checks: 'write' } })
    await getOctokit('job', { baseUrl: forge.apiUrl }).rest.checks.create({ ...check, conclusion: 'success' })
    const forged = await refusalOf(merge())
    const bot = await appOctokit(forge, { checks: 'write' })
    const { data: run } = await bot.rest.checks.create({ ...check, conclusion: 'failure' })
    const failing = await refusalOf(merge())
    await bot.rest.checks.update({ ...here, check_run_id: run.id, conclusion: 'success' })
    const { data: merged } = await merge()

    expect(absent).toEqual({ status: 405, message: 'Required status check "gate" is expected.' })
    expect(byPerson).toEqual({ status: 403, message: 'You must authenticate via a GitHub App.' })
    expect(forged).toEqual(absent)
    expect(failing).toEqual({ status: 405, message: 'Required status check "gate" is failing.' })
    expect(merged.merged).toBe(true)
  })

  it('needs an approval by a writer who is not the author, and no open change request', async () => {
    await using forge = await aForge({}, { protection: { main: { requiredApprovals: 1 } } })
    const number = await aPull(forge, 'topic', { a: '1' })
    const at = { ...here, pull_number: number }
    const merge = () => forge.octokit('ann').rest.pulls.merge(at)

    const own = await refusalOf(forge.octokit('bob').rest.pulls.createReview({ ...at, event: 'APPROVE' }))
    await forge.octokit('eve').rest.pulls.createReview({ ...at, event: 'APPROVE' })
    const byReader = await refusalOf(merge())
    await forge.octokit('ann').rest.pulls.createReview({ ...at, event: 'APPROVE' })
    await forge.octokit('cleo').rest.pulls.createReview({ ...at, event: 'REQUEST_CHANGES', body: 'no' })
    const objected = await refusalOf(merge())
    await forge.octokit('cleo').rest.pulls.createReview({ ...at, event: 'APPROVE' })

    expect(own).toMatchObject({ status: 422, message: expect.stringContaining('Can not approve your own pull request') })
    expect(byReader).toEqual({ status: 405, message: 'At least 1 approving review is required by reviewers with write access.' })
    expect(objected).toEqual({ status: 405, message: 'Changes were requested by cleo.' })
    expect((await merge()).data.merged).toBe(true)
  })

  it.each([
    [true, 'At least 1 approving review is required by reviewers with write access.'],
    [false, 'merged'],
  ])('judges an approval of an earlier commit by the setting (dismissStaleReviews %s)', async (dismissStaleReviews, expected) => {
    await using forge = await aForge({}, { protection: { main: { requiredApprovals: 1, dismissStaleReviews } } })
    const number = await aPull(forge, 'topic', { a: '1' })
    await forge.octokit('ann').rest.pulls.createReview({ ...here, pull_number: number, event: 'APPROVE' })
    await using writer = await checkoutOf(forge, 'bob')
    await writer.git('checkout', '--quiet', 'topic')
    await writer.push('topic', { a: '2' })

    const outcome = forge
      .octokit('ann')
      .rest.pulls.merge({ ...here, pull_number: number })
      .then(() => 'merged')

    expect(dismissStaleReviews ? (await refusalOf(outcome)).message : await outcome).toBe(expected)
  })
})

describe('the API', () => {
  it('refuses what a person or an App may not do', async () => {
    const app = newApp({ slug: 'import-bot', permissions: { checks: 'write', contents: 'read' } })
    await using forge = await aForge({}, { app })
    const bot = await appOctokit(forge, { checks: 'write' })

    const reader = await refusalOf(forge.octokit('eve').rest.issues.addLabels({ ...here, issue_number: 1, labels: ['x'] }))
    const narrowed = await refusalOf(bot.rest.repos.getContent({ ...here, path: 'README.md' }))
    const tooMuch = await refusalOf(appOctokit(forge, { contents: 'write' }))
    const nobody = await refusalOf(getOctokit('wrong', { baseUrl: forge.apiUrl }).rest.repos.get(here))

    expect(reader).toEqual({ status: 403, message: 'Must have push access to the repository' })
    expect(narrowed).toEqual({ status: 403, message: 'Resource not accessible by integration' })
    expect(tooMuch).toEqual({ status: 422, message: 'The permissions requested are not granted to this installation.' })
    expect(nobody).toEqual({ status: 401, message: 'Bad credentials' })
  })

  it("refuses, and records, what is not in GitHub's description or not modelled", async () => {
    await using forge = await aForge({})
    const ann = forge.octokit('ann')
    // What the types forbid, a program without types may still send.
    const loosely = (route: string, parameters: Record<string, string>) => ann.request(route, parameters)

    const statuses = [
      await refusalOf(ann.request('GET /repos/{owner}/{repo}/nonsense', here)),
      await refusalOf(loosely('POST /repos/{owner}/{repo}/issues', { ...here, titel: 'a' })),
      await refusalOf(loosely('POST /repos/{owner}/{repo}/issues', { ...here, title: 'a', colour: 'red' })),
      await refusalOf(loosely('GET /repos/{owner}/{repo}/pulls', { ...here, state: 'merged' })),
      await refusalOf(ann.rest.issues.listMilestones(here)),
      await refusalOf(ann.rest.issues.create({ ...here, title: 'a', milestone: 1 })),
    ].map(({ status }) => status)

    expect(statuses).toEqual([501, 501, 501, 501, 501, 501])
    expect(forge.unmodelled.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('no operation'),
      expect.stringContaining("'title'"),
      expect.stringContaining('unknown property colour'),
      expect.stringContaining('state'),
      expect.stringContaining('issues/list-milestones is not modelled'),
      expect.stringContaining('milestone is not modelled'),
    ])
  })

  it('cuts lists into pages with links that paginate follows', async () => {
    await using forge = await aForge({})
    const ann = forge.octokit('ann')
    for (const title of ['a', 'b', 'c']) await ann.rest.issues.create({ ...here, title, labels: ['import-request'] })

    const { headers } = await ann.rest.issues.listForRepo({ ...here, per_page: 2 })
    const titles = (await ann.paginate(ann.rest.issues.listForRepo, { ...here, per_page: 1, direction: 'asc' })).map(({ title }) => title)

    expect(headers.link).toContain('rel="next"')
    expect(titles).toEqual(['a', 'b', 'c'])
  })

  it("lists a pull request's files by what it changes, not by what the base has since", async () => {
    await using forge = await aForge({ 'clients/old.yaml': 'name: Old\nx: 1\ny: 2\nz: 3\n' })
    await using writer = await checkoutOf(forge, 'bob')
    await writer.git('checkout', '--quiet', '-B', 'topic')
    await writer.git('mv', 'clients/old.yaml', 'clients/new.yaml')
    await writer.push('topic', { 'clients/acme.yaml': 'name: Acme\n' })
    const { data: pull } = await forge.octokit('bob').rest.pulls.create({ ...here, head: 'topic', base: 'main', title: 'topic' })
    await using other = await checkoutOf(forge, 'cleo')
    await other.push('main', { unrelated: '1' })

    const { data: files } = await forge.octokit('ann').rest.pulls.listFiles({ ...here, pull_number: pull.number })

    expect(files).toMatchObject([
      { filename: 'clients/acme.yaml', status: 'added', additions: 1, patch: '@@ -0,0 +1 @@\n+name: Acme' },
      { filename: 'clients/new.yaml', status: 'renamed', previous_filename: 'clients/old.yaml' },
    ])
  })

  it('makes an earlier deployment inactive when a later one succeeds', async () => {
    await using forge = await aForge({})
    const ann = forge.octokit('ann')
    const deploy = async () => {
      const { data } = await ann.rest.repos.createDeployment({
        ...here,
        ref: 'main',
        environment: 'staging',
        auto_merge: false,
        required_contexts: [],
      })
      const { id } = data as { id: number }
      await ann.rest.repos.createDeploymentStatus({ ...here, deployment_id: id, state: 'success' })
      return id
    }

    const first = await deploy()
    const second = await deploy()
    const states = async (id: number) =>
      (await ann.rest.repos.listDeploymentStatuses({ ...here, deployment_id: id })).data.map(({ state }) => state)

    expect(await states(first)).toEqual(['inactive', 'success'])
    expect(await states(second)).toEqual(['success'])
  })
})
