import { describe, expect, it } from 'vitest'
import { aForge, checkoutOf, oneJob, owner, refusalOf, repo, withWorkflows } from './support.ts'

const here = { owner, repo }

describe('what the runner refuses', () => {
  it.each([
    ['an action that nobody modelled', '{ uses: somebody/thing@v1 }', 'somebody/thing@v1 is not modelled'],
    [
      'an input that a known action does not heed',
      '{ uses: actions/checkout@v4, with: { submodules: true } }',
      'the input submodules is not modelled',
    ],
    ['a shell', '{ run: print(1), shell: python }', 'shell: python is not modelled'],
    ['an environment that does not exist', '{ run: echo }', 'the environment nowhere does not exist', '    environment: nowhere\n'],
    ['a key of a job', '{ run: echo }', 'a.yml:6: jobs.only.container is not modelled', '    container: alpine\n'],
  ])('is %s', async (_, steps, message, more = '') => {
    await using forge = await withWorkflows({ a: oneJob('a', 'push', steps, more) })
    await using writer = await checkoutOf(forge, 'bob')

    await writer.push('topic', { a: '1' })

    await expect(forge.settled()).rejects.toThrow(message)
    expect(forge.runs.at(-1)?.conclusion).toBe('failure')
  })

  it("is a file that GitHub's parser rejects: the run fails at file:line", async () => {
    await using forge = await withWorkflows({ a: oneJob('a', 'push', `{ run: "echo \${{ nonsense.x }}" }`, '    tiemout-minutes: 3\n') })
    await using writer = await checkoutOf(forge, 'bob')

    await writer.push('topic', { a: '1' })
    await forge.settled()

    expect(forge.runs[0]).toMatchObject({
      conclusion: 'failure',
      jobs: [],
      annotations: [
        { file: '.github/workflows/a.yml', line: 7, message: "Unexpected value 'tiemout-minutes'" },
        { file: '.github/workflows/a.yml', line: 8, message: "Unrecognized named-value: 'nonsense'" },
      ],
    })
  })

  it('is a dispatch with inputs that the file does not declare', async () => {
    const on = '{ workflow_dispatch: { inputs: { client: { required: true, type: string } } } }'
    await using forge = await withWorkflows({ a: oneJob('a', on, `{ run: "echo \${{ inputs.client }}" }`) })
    const dispatch = (inputs: Record<string, string>) =>
      forge.octokit('ann').rest.actions.createWorkflowDispatch({ ...here, workflow_id: 'a.yml', ref: 'main', inputs })

    const missing = await refusalOf(dispatch({}))
    const unknown = await refusalOf(dispatch({ client: 'acme', colour: 'red' }))
    await dispatch({ client: 'acme' })
    await forge.settled()

    expect(missing).toEqual({ status: 422, message: "Required input 'client' not provided" })
    expect(unknown).toEqual({ status: 422, message: 'Unexpected inputs provided: ["colour"]' })
    expect(forge.runs[0]?.jobs[0]?.log).toContain('acme')
  })

  it('is npm ci with a lockfile other than the installed one', async () => {
    const steps = '{ uses: actions/checkout@v4 }, { run: npm ci }'
    const workflow = oneJob('a', 'push', steps, '    permissions: { contents: read }\n')
    const nodeModules = new URL('../../node_modules', import.meta.url).pathname
    await using forge = await aForge({ '.github/workflows/a.yml': workflow, 'package-lock.json': '{}\n' }, { runner: { nodeModules } })
    await using writer = await checkoutOf(forge, 'bob')

    await writer.push('topic', { a: '1' })
    await forge.settled()

    expect(forge.runs[0]?.conclusion).toBe('failure')
    expect(forge.runs[0]?.jobs[0]?.log.join('\n')).toContain('package-lock.json differs from the installed one')
  })
})
