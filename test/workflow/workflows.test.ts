import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { stageLabel } from '../../scripts/process/stage.ts'
import { diagnose } from './language-service.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly permissions?: unknown
  readonly environment?: unknown
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress'?: boolean }
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: unknown
  readonly concurrency?: unknown
  readonly env?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

/** A house rule: what is wrong with a workflow, as sentences. */
type Rule = (workflow: Workflow, text: string) => string[]

const jobsOf = ({ jobs }: Workflow) => Object.entries(jobs)
const stepsOf = (workflow: Workflow) => jobsOf(workflow).flatMap(([name, { steps }]) => steps.map((step) => ({ name, step })))

const rules = {
  grantsNothingOnTop: ({ permissions }) => (JSON.stringify(permissions) === '{}' ? [] : ['permissions: {} is missing on top']),

  grantsPerJobWithAReason: (workflow, text) => [
    ...jobsOf(workflow).flatMap(([name, { permissions }]) => (typeof permissions === 'object' ? [] : [`${name} names no permissions`])),
    ...[...text.matchAll(/^ {6}[a-z-]+: (?:read|write)(?<rest>.*)$/gm)].flatMap(({ 0: line, groups }) =>
      groups!.rest!.startsWith(' # ') ? [] : [`no reason: ${line.trim()}`],
    ),
  ],

  pinsActions: (_, text) =>
    [...text.matchAll(/^.*uses: (?<uses>.*)$/gm)].flatMap(({ groups }) =>
      /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(groups!.uses!) ? [] : [`not pinned: ${groups!.uses}`],
    ),

  pinsOneActionOnce: (_, text) => {
    const versions = Map.groupBy(new Set([...text.matchAll(/uses: (\S+@\S+)/g)].map((found) => found[1]!)), (uses) => uses.split('@')[0])
    return [...versions].flatMap(([action, uses]) => (uses.length === 1 ? [] : [`${action} in ${uses.length} versions`]))
  },

  hasATimeout: (workflow) =>
    jobsOf(workflow).flatMap(([name, job]) => (job['timeout-minutes'] === undefined ? [`${name} may run for ever`] : [])),

  queuesOnTheJob: (workflow) => [
    ...(workflow.concurrency === undefined ? [] : ['concurrency belongs on the job']),
    ...jobsOf(workflow).flatMap(([name, { concurrency }]) => (concurrency === undefined ? [`${name} has no concurrency`] : [])),
  ],

  neverCancelsADeployment: (workflow) =>
    jobsOf(workflow).flatMap(([name, { environment, concurrency }]) =>
      environment !== undefined && concurrency?.['cancel-in-progress'] === true ? [`${name} could be cut off`] : [],
    ),

  keepsNoCredential: (workflow) =>
    stepsOf(workflow).flatMap(({ name, step }) =>
      step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false
        ? [`${name} leaves its token in .git`]
        : [],
    ),

  interpolatesNothingIntoScripts: (workflow) =>
    stepsOf(workflow).flatMap(({ name, step }) => (step.run?.includes('${{') ? [`${name}: an expression in run`] : [])),

  isThin: (workflow) =>
    stepsOf(workflow).flatMap(({ name, step }) =>
      step.run === undefined ||
      /^(?:npm ci|npm test|npm run -s [^;&|`$\n]*(?:"\$\w+")?|true|\[\[ [^;&|\n]*\|[^;&|\n]* \]\])$/.test(step.run)
        ? []
        : [`${name}: logic in ${step.run}`],
    ),

  hasSecretsInEnvironmentsOnly: (workflow, text) => [
    ...(text.includes('secrets: inherit') ? ['secrets: inherit'] : []),
    ...jobsOf(workflow).flatMap(([name, job]) =>
      JSON.stringify(job).includes('secrets.') && job.environment === undefined ? [`${name} uses a secret outside of an environment`] : [],
    ),
  ],

  keepsStrangersCodeFromRights: (workflow) => {
    const isTrusted = 'pull_request_target' in workflow.on || 'workflow_run' in workflow.on || 'issue_comment' in workflow.on
    return stepsOf(workflow).flatMap(({ name, step }) =>
      isTrusted && step.uses?.startsWith('actions/checkout@') && step.with?.ref !== 'main' ? [`${name} must check out main`] : [],
    )
  },

  givesStrangersCodeNoRights: (workflow) =>
    'pull_request' in workflow.on
      ? jobsOf(workflow).flatMap(([name, job]) =>
          JSON.stringify(job.permissions).includes('write') || JSON.stringify(job).includes('secrets.')
            ? [`${name} runs a stranger's code with rights`]
            : [],
        )
      : [],

  narrowsTheApp: (workflow) =>
    stepsOf(workflow).flatMap(({ name, step }) =>
      step.uses?.startsWith('actions/create-github-app-token@') &&
      !Object.keys(step.with ?? {}).some((input) => input.startsWith('permission-'))
        ? [`${name}: the token has all rights of the App`]
        : [],
    ),
} as const satisfies Record<string, Rule>

const folder = '.github/workflows'
const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }))

describe('workflow files', () => {
  it('are there', () => {
    const names = files.map(({ name }) => name)

    expect(names).toEqual(
      expect.arrayContaining(['check.yml', 'review.yml', 'staging.yml', 'commands.yml', 'promote.yml', 'release.yml', 'production.yml']),
    )
  })

  it.each(files)('$name has no fault that GitHub’s own language service finds', async ({ name, text }) => {
    expect(await diagnose(name, text)).toEqual([])
  })

  it('are diagnosed with their faults', async () => {
    const text = good.replace('timeout-minutes: 5', `if: ${expression('needs.nope.result')}\n    timeout-minutes: never`)

    expect((await diagnose('faulty.yml', text)).length).toBeGreaterThan(0)
  })

  it.each(files)('$name keeps the rules of the house', ({ text }) => {
    const workflow = parse(text) as Workflow

    expect(Object.entries(rules).flatMap(([name, rule]) => rule(workflow, text).map((fault) => `${name}: ${fault}`))).toEqual([])
  })

  it.each(files)('$name runs verbs that exist', ({ text }) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const verbs = [...text.matchAll(/npm run -s ([\w-]+)/g)].map((found) => found[1]!)

    expect(verbs.filter((verb) => !(verb in scripts))).toEqual([])
  })
})

const good = `
on: { pull_request_target: {} }
permissions: {}
jobs:
  a:
    permissions:
      contents: read # to check out
    timeout-minutes: 5
    environment: gate
    concurrency: { group: a }
    steps:
      - uses: actions/checkout@${'a'.repeat(40)} # v1.0.0
        with: { ref: main, persist-credentials: false }
      - uses: actions/create-github-app-token@${'b'.repeat(40)} # v1.0.0
        with: { permission-checks: write }
      - run: npm run -s review -- gate
`

/** A workflow expression, which must not look like one of this file. */
function expression(text: string): string {
  return ['$', `{{ ${text} }}`].join('')
}

describe('the rules of the house', () => {
  const broken = (text: string) =>
    Object.entries(rules).flatMap(([name, rule]) => (rule(parse(text) as Workflow, text).length > 0 ? [name] : []))

  it('find nothing in a good file', () => {
    expect(broken(good)).toEqual([])
  })

  it.each([
    ['grantsNothingOnTop', 'permissions: {}', 'permissions: { contents: read }'],
    ['grantsPerJobWithAReason', ' # to check out', ''],
    ['pinsActions', `checkout@${'a'.repeat(40)} # v1.0.0`, 'checkout@v6'],
    ['hasATimeout', '    timeout-minutes: 5\n', ''],
    ['queuesOnTheJob', '    concurrency: { group: a }\n', ''],
    ['neverCancelsADeployment', '{ group: a }', '{ group: a, cancel-in-progress: true }'],
    ['keepsNoCredential', ', persist-credentials: false', ''],
    ['interpolatesNothingIntoScripts', '-- gate', `-- ${expression('github.event.pull_request.title')}`],
    ['isThin', '-- gate', '-- gate && curl x'],
    ['hasSecretsInEnvironmentsOnly', '    environment: gate\n', `    env: { A: "${expression('secrets.A')}" }\n`],
    ['keepsStrangersCodeFromRights', 'ref: main', 'ref: head'],
    ['givesStrangersCodeNoRights', 'on: { pull_request_target: {} }', 'on: { pull_request: {} }'],
    ['narrowsTheApp', '{ permission-checks: write }', '{}'],
  ])('%s finds its fault', (rule, from, to) => {
    const text = good
      .replace(from, to)
      .replace(
        rule === 'givesStrangersCodeNoRights' ? 'contents: read' : '',
        rule === 'givesStrangersCodeNoRights' ? 'contents: write' : '',
      )

    expect(broken(text)).toContain(rule)
  })
})

describe('the form of an import request', () => {
  const form = parse(readFileSync('.github/ISSUE_TEMPLATE/import-request.yml', 'utf8')) as {
    readonly labels: readonly string[]
    readonly body: readonly { readonly type: string; readonly id?: string; readonly attributes: { readonly label?: string } }[]
  }

  it('begins the process', () => {
    expect(form.labels).toContain(stageLabel('requested'))
  })

  it('asks each thing once, under a name', () => {
    const fields = form.body.filter(({ type }) => type !== 'markdown')

    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length)
    expect(fields.filter(({ id, attributes }) => id === undefined || attributes.label === undefined)).toEqual([])
  })
})
