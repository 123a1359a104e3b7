import { type ExecFileException, execFile } from 'node:child_process'
import { gateCheck } from '../../scripts/github/review.ts'
import type { Forge } from '../forge/forge.ts'
import type { RunRecord } from '../forge/runner/record.ts'
import { owner, type Person, repo } from './cast.ts'
import type { RunningEnvironment } from './environment.ts'
import type { Folder } from './folder.ts'
import type { Stage } from './stage.ts'

/** The repository, as every request of the REST API names it. */
export const here = { owner, repo } as const

/** GitHub's REST API as one person. */
export function as(forge: Forge, person: Person) {
  return forge.octokit(person).rest
}

/** The newest run of a workflow. */
export function lastRun(forge: Forge, name: string): RunRecord {
  const run = forge.runs.findLast((one) => one.name === name)
  if (run === undefined) throw new Error(`the workflow ${name} never ran`)
  return run
}

/** What Git said when a push was refused. */
export async function refusedPush(push: Promise<unknown>): Promise<string> {
  try {
    await push
  } catch (error) {
    return String((error as { stderr?: string }).stderr ?? error)
  }
  throw new Error('the push was not refused')
}

/** The App's check of a commit: `success`, `failure`, or `waiting`. */
export async function gateOf(forge: Forge, commit: string): Promise<{ readonly state: string; readonly summary: string }> {
  const { data } = await as(forge, 'rita').checks.listForRef({ ...here, ref: commit, check_name: gateCheck })
  const run = data.check_runs[0]
  if (run === undefined) throw new Error('there is no review gate on this commit')
  return { state: run.status === 'completed' ? String(run.conclusion) : 'waiting', summary: run.output.summary ?? '' }
}

/** The comments of an issue or a pull request, oldest first. */
export async function commentsOn(forge: Forge, issue: number): Promise<readonly { readonly author: string; readonly body: string }[]> {
  const { data } = await as(forge, 'rita').issues.listComments({ ...here, issue_number: issue, per_page: 100 })
  return data.map(({ user, body }) => ({ author: user!.login, body: body ?? '' }))
}

/** The labels and assignees of an issue. */
export async function stageOf(
  forge: Forge,
  issue: number,
): Promise<{ readonly labels: readonly string[]; readonly assignees: readonly string[]; readonly state: string }> {
  const { data } = await as(forge, 'rita').issues.get({ ...here, issue_number: issue })
  const labels = data.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')))
  return {
    labels: labels.filter((label) => label.startsWith('stage: ')),
    assignees: (data.assignees ?? []).map(({ login }) => login),
    state: data.state,
  }
}

/** How many postings a client's page says that it has; undefined where there is no such page. */
export async function postingsOn({ webUrl }: RunningEnvironment, client: string): Promise<number | undefined> {
  const response = await fetch(new URL(`/clients/${client}`, webUrl))
  const count = /<meta name="client-imports:postings" content="(\d+)"/.exec(await response.text())?.[1]
  return response.status === 200 && count !== undefined ? Number(count) : undefined
}

/** Everything that a deployment changes in one transaction. */
export async function deployedIn({ pool }: RunningEnvironment): Promise<unknown> {
  const { rows } = await pool.query(`select
    (select jsonb_agg(to_jsonb(client) order by id) from client) as clients,
    (select jsonb_agg(feed.id order by id) from feed) as feeds,
    (select jsonb_agg(to_jsonb(schedule) - 'next_run_at' order by feed) from schedule) as schedules,
    (select release from live_release) as release`)
  return rows[0]
}

/** How a verb ended. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a verb by hand, in a folder that has the product. */
export function runVerb(
  { variables }: Stage,
  folder: Folder,
  environment: RunningEnvironment,
  words: readonly [string, ...string[]],
): Promise<Ran> {
  const [verb, ...rest] = words
  const options = { cwd: folder.path, env: { ...variables, DATABASE_URL: environment.databaseUrl } }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`scripts/${verb}.ts`, '--environment', environment.name, ...rest],
      options,
      (error: ExecFileException | null, stdout, stderr) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr }),
    )
  })
}

/** Fails with everything that the run said, where it did not end as told. */
export function expectRun(run: RunRecord, conclusion: RunRecord['conclusion']): void {
  if (run.conclusion === conclusion) return
  const said = run.jobs.flatMap(({ name, conclusion: ended, log }) => [`${name}: ${ended}`, ...log.slice(-40).map((line) => `  ${line}`)])
  throw new Error(
    `${run.name} ended with ${run.conclusion}, not ${conclusion}:\n${[...run.annotations.map(({ message }) => message), ...said].join('\n')}`,
  )
}
