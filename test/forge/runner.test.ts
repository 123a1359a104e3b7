import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { newApp } from './app.ts'
import type { Forge } from './forge.ts'
import { aForge, aPull, checkoutOf, oneJob, owner, repo, withWorkflows } from './support.ts'

const here = { owner, repo }

/** How the jobs of each run ended. */
function conclusions(forge: Forge) {
  return forge.runs.map(({ name, jobs }) => [name, Object.fromEntries(jobs.map(({ id, conclusion }) => [id, conclusion]))])
}

describe('a workflow', () => {
  it('carries outputs along needs, and runs after a failure only what asks for it', async () => {
    const workflow = `
name: check
on: workflow_dispatch
jobs:
  first:
    runs-on: ubuntu-latest
    outputs: { word: "\${{ steps.say.outputs.word }}" }
    steps: [{ id: say, run: 'echo "word=hello" >> "$GITHUB_OUTPUT"' }]
  fails:
    needs: first
    runs-on: ubuntu-latest
    steps: [{ run: exit 3 }, { run: echo never }, { if: failure(), run: echo cleaned }]
  skipped:
    needs: fails
    runs-on: ubuntu-latest
    steps: [{ run: echo never }]
  afterSkipped:
    needs: [first, skipped]
    if: success()
    runs-on: ubuntu-latest
    steps: [{ run: echo never }]
  report:
    needs: [first, fails]
    if: "!cancelled() && needs.fails.result == 'failure'"
    runs-on: ubuntu-latest
    steps: [{ env: { WORD: "\${{ needs.first.outputs.word }}" }, run: 'echo "$WORD, \${{ toJSON(needs.fails.result) }}"' }]
`
    await using forge = await withWorkflows({ check: workflow })

    await forge.octokit('ann').rest.actions.createWorkflowDispatch({ ...here, workflow_id: 'check.yml', ref: 'main' })
    await forge.settled()

    expect(conclusions(forge)).toEqual([
      ['check', { first: 'success', fails: 'failure', skipped: 'skipped', afterSkipped: 'skipped', report: 'success' }],
    ])
    const [run] = forge.runs
    expect(run?.conclusion).toBe('failure')
    expect(run?.jobs.find(({ id }) => id === 'report')?.log).toContain('hello, failure')
    expect(run?.jobs.find(({ id }) => id === 'fails')).toMatchObject({
      log: expect.arrayContaining(['cleaned']),
      annotations: [{ level: 'error', message: 'Process completed with exit code 3.' }],
      steps: [{ conclusion: 'failure' }, { conclusion: 'skipped' }, { conclusion: 'success' }],
    })
  })

  it('runs on the test merge of a pull request, with the file that stands there, and reports checks on its head', async () => {
    const steps = `{ uses: actions/checkout@v4, with: { persist-credentials: false } }, { run: cat a README.md; git config --list | grep -c extraheader || true }`
    await using forge = await withWorkflows({ check: oneJob('check', 'pull_request', steps, '    permissions: { contents: read }\n') })

    await aPull(forge, 'topic', { a: 'from the branch\n' })
    await forge.settled()
    const { data } = await forge.octokit('ann').rest.checks.listForRef({ ...here, ref: 'topic' })

    expect(forge.runs).toMatchObject([{ event: 'pull_request', action: 'opened', ref: 'refs/pull/1/merge', conclusion: 'success' }])
    expect(forge.runs[0]?.jobs[0]?.log).toEqual(expect.arrayContaining(['from the branch', 'hello', '0']))
    expect(data.check_runs).toMatchObject([{ name: 'only', conclusion: 'success', app: { slug: 'github-actions' } }])
    expect(forge.unmodelled).toEqual([])
  })

  it('has the rights that its job names and no others', async () => {
    const call = (path: string) =>
      `curl -s -o /dev/null -w '%{http_code}\\n' -H "authorization: Bearer $TOKEN" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/${path}"`
    const steps = `{ env: { TOKEN: "\${{ github.token }}" }, run: ${JSON.stringify(`${call('issues')}\n${call('pulls')}\n${call('contents/README.md')}\n`)} }`
    await using forge = await withWorkflows({
      rights: oneJob('rights', 'workflow_dispatch', steps, '    permissions: { pull-requests: read }\n'),
    })

    await forge.octokit('ann').rest.actions.createWorkflowDispatch({ ...here, workflow_id: 'rights.yml', ref: 'main' })
    await forge.settled()

    expect(forge.runs[0]?.jobs[0]?.log.slice(1)).toEqual(['200', '200', '403'])
  })

  it('starts no workflow by what GITHUB_TOKEN does, except a dispatch; the token of an App does', async () => {
    const app = newApp({ slug: 'import-bot', permissions: { issues: 'write' } })
    const post = (path: string, body: string) =>
      `curl -sf -X POST -H "authorization: Bearer $TOKEN" -d '${body}' "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/${path}" > /dev/null\n`
    const script = post('issues', '{"title":"by token"}') + post('actions/workflows/second.yml/dispatches', '{"ref":"main"}')
    const first = `{ env: { TOKEN: "\${{ github.token }}" }, run: ${JSON.stringify(script)} }`
    const token = `{ id: app, uses: actions/create-github-app-token@v2, with: { app-id: "\${{ vars.APP_ID }}", private-key: "\${{ secrets.APP_KEY }}" } }`
    const second = `${token}, { env: { TOKEN: "\${{ steps.app.outputs.token }}" }, run: ${JSON.stringify(post('issues', '{"title":"by app"}'))} }`
    const files = {
      first: oneJob('first', 'workflow_dispatch', first, '    permissions: { issues: write, actions: write }\n'),
      second: oneJob('second', 'workflow_dispatch', second),
      issues: oneJob(
        'issues',
        '{ issues: { types: [opened] } }',
        `{ env: { TITLE: "\${{ github.event.issue.title }}" }, run: 'echo "$TITLE"' }`,
      ),
    }
    await using forge = await withWorkflows(files, { app, variables: { APP_ID: String(app.id) }, secrets: { APP_KEY: app.privateKey } })

    await forge.octokit('ann').rest.actions.createWorkflowDispatch({ ...here, workflow_id: 'first.yml', ref: 'main' })
    await forge.settled()

    expect(forge.runs.map(({ name, actor, conclusion }) => [name, actor, conclusion])).toEqual([
      ['first', 'ann', 'success'],
      ['second', 'github-actions[bot]', 'success'],
      ['issues', 'import-bot[bot]', 'success'],
    ])
    expect(forge.runs[2]?.jobs[0]?.log).toContain('by app')
  })

  it("gives an environment's secrets to the refs of its policy only, and hides them in the log", async () => {
    const workflow = oneJob(
      'deploy',
      '{ push: { branches: [staging, topic] } }',
      `{ env: { S: "\${{ secrets.DATABASE_URL }}" }, run: 'echo "url $S"; test "$S" = s3cret' }`,
      '    environment: { name: staging, url: "https://staging.example" }\n',
    )
    await using forge = await withWorkflows(
      { deploy: workflow },
      { environments: { staging: { branches: ['staging'], secrets: { DATABASE_URL: 's3cret' } } } },
    )
    await using writer = await checkoutOf(forge, 'bob')

    await writer.push('staging', { a: '1' })
    await writer.push('topic', { a: '2' })
    await forge.settled()
    const { data: deployments } = await forge.octokit('ann').rest.repos.listDeployments(here)

    expect(forge.runs.map(({ ref, conclusion }) => [ref, conclusion])).toEqual([
      ['refs/heads/staging', 'success'],
      ['refs/heads/topic', 'failure'],
    ])
    expect(forge.runs[0]?.jobs[0]).toMatchObject({ log: expect.arrayContaining(['url ***']), environmentUrl: 'https://staging.example' })
    expect(forge.runs[1]?.jobs[0]?.annotations[0]?.message).toBe(
      'Branch "topic" is not allowed to deploy to staging due to environment protection rules.',
    )
    expect(deployments).toMatchObject([{ environment: 'staging', ref: 'staging' }])
  })

  it('hands an artifact to the workflow that runs after it, on main', async () => {
    const after = `{ uses: actions/download-artifact@v4, with: { name: preview, run-id: "\${{ github.event.workflow_run.id }}", github-token: "\${{ github.token }}" } }, { run: 'cat d/x; echo "$GITHUB_REF \${{ github.event.workflow_run.conclusion }}"' }`
    const files = {
      check: oneJob(
        'check',
        'pull_request',
        `{ run: 'mkdir d; echo seen > d/x; echo > out' }, { uses: actions/upload-artifact@v4, with: { name: preview, path: "d\\nout" } }`,
      ),
      review: oneJob(
        'review',
        '{ workflow_run: { workflows: [check], types: [completed] } }',
        after,
        '    permissions: { actions: read }\n',
      ),
    }
    await using forge = await withWorkflows(files)

    await aPull(forge, 'topic', { a: '1' })
    await forge.settled()

    expect(forge.runs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['check', 'success'],
      ['review', 'success'],
    ])
    expect(forge.runs[1]?.jobs[0]?.log).toEqual(expect.arrayContaining(['seen', 'refs/heads/main success']))
  })

  it('runs the composite actions of the checked-out repository', async () => {
    const action = `
name: greet
inputs: { who: { default: world } }
outputs: { text: { value: "\${{ steps.say.outputs.text }}" } }
runs:
  using: composite
  steps: [{ id: say, shell: bash, env: { WHO: "\${{ inputs.who }}" }, run: 'echo "text=hello $WHO" >> "$GITHUB_OUTPUT"' }]
`
    const steps = `{ uses: actions/checkout@v4 }, { id: greet, uses: ./.github/actions/greet, with: { who: Ann } }, { run: 'echo "\${{ steps.greet.outputs.text }}"' }`
    const workflow = oneJob('check', '{ push: { tags: ["v*"] } }', steps, '    permissions: { contents: read }\n')
    await using forge = await aForge({ '.github/workflows/check.yml': workflow, '.github/actions/greet/action.yml': action })
    await using admin = await checkoutOf(forge, 'ann')

    await admin.git('tag', 'v1')
    await admin.git('push', '--quiet', 'origin', 'v1')
    await admin.push('topic', { a: '1' })
    await forge.settled()

    expect(forge.runs.map(({ ref }) => ref)).toEqual(['refs/tags/v1'])
    expect(forge.runs[0]?.jobs[0]?.log).toContain('hello Ann')
  })

  it('follows another at most three levels deep', async () => {
    const after = (name: string) => `{ workflow_run: { workflows: [${name}], types: [completed] } }`
    const names = ['a', 'b', 'c', 'd', 'e']
    const files = names.map((name, at) => [name, oneJob(name, at === 0 ? 'workflow_dispatch' : after(names[at - 1]!), '{ run: "true" }')])
    await using forge = await withWorkflows(Object.fromEntries(files))

    await forge.octokit('ann').rest.actions.createWorkflowDispatch({ ...here, workflow_id: 'a.yml', ref: 'main' })
    await forge.settled()

    expect(forge.runs.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('gets the installed packages by npm ci when the lockfile is the same, and the real npm for the rest', async () => {
    const root = new URL('../../', import.meta.url).pathname
    const steps =
      '{ uses: actions/checkout@v4 }, { run: npm ci --ignore-scripts && test -f node_modules/yaml/package.json && npm run -s hello }'
    const files = {
      '.github/workflows/a.yml': oneJob('a', 'push', steps, '    permissions: { contents: read }\n'),
      'package.json': '{ "scripts": { "hello": "echo hello from npm" } }\n',
      'package-lock.json': await readFile(`${root}package-lock.json`, 'utf8'),
    }
    await using forge = await aForge(files, { runner: { nodeModules: `${root}node_modules` } })
    await using writer = await checkoutOf(forge, 'bob')

    await writer.push('topic', { a: '1' })
    await forge.settled()

    expect(forge.runs[0]?.jobs[0]?.log).toContain('hello from npm')
  })

  it('ends a step, and what it left in the background, at its timeout', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    // A process left behind holds a connection, which ends only with it.
    const ended = once(server, 'connection').then(([socket]) => once((socket as Socket).resume(), 'close'))
    const steps = `{ run: 'sleep 1000 <> /dev/tcp/127.0.0.1/${port} &' }, { run: sleep 1000, timeout-minutes: 0.005 }`
    await using forge = await withWorkflows({ slow: oneJob('slow', '{ schedule: [{ cron: "7 5 * * *" }] }', steps) })

    forge.schedule('.github/workflows/slow.yml', '7 5 * * *')
    await forge.settled()
    await ended
    server.close()

    expect(forge.runs[0]?.jobs[0]?.annotations).toEqual([
      { level: 'error', message: 'The step has exceeded the maximum execution time of 0.005 minutes.' },
    ])
  })
})
