import { actionsApp, renderCheckRun } from '../render/actions.ts'
import { type CheckRun, type Identity, timestamp, type World } from '../world.ts'
import { type Call, created, type Handlers, list, NotModelled, notFound, numberIn, ok, operation, Refusal } from './operation.ts'
import { commitAt } from './repository.ts'

interface CheckBody {
  readonly name?: string
  readonly head_sha?: string
  readonly status?: CheckRun['status']
  readonly conclusion?: string
  readonly started_at?: string
  readonly completed_at?: string
  readonly details_url?: string
  readonly external_id?: string
  readonly output?: {
    readonly title?: string
    readonly summary: string
    readonly text?: string
    readonly annotations?: readonly Readonly<Record<string, unknown>>[]
  }
}

/** GitHub takes at most 50 annotations in one request. */
const mostAnnotations = 50

const heeded = ['name', 'head_sha', 'status', 'conclusion', 'started_at', 'completed_at', 'details_url', 'external_id', 'output']

/** Check runs. Only an App (or `GITHUB_TOKEN`, which is the App GitHub Actions) makes them, and changes only its own. */
export const checkHandlers: Handlers = {
  'checks/create': operation<CheckBody>(heeded, async ({ world, identity, body }) => {
    const app = appOf(identity)
    const headSha = await world.git.resolve(String(body.head_sha))
    if (headSha === undefined) throw new Refusal(422, `No commit found for SHA: ${body.head_sha}`)
    const run = addCheckRun(world, app, headSha, String(body.name))
    change(world, run, body)
    return created(renderCheckRun(world, run))
  }),
  'checks/get': operation([], ({ world, path }) => ok(renderCheckRun(world, findRun(world, path)))),
  'checks/update': operation<CheckBody>(heeded, ({ world, path, identity, body }) => {
    const run = findRun(world, path)
    if (run.app !== appOf(identity))
      throw new Refusal(403, `Invalid app_id \`${run.app}\` - check run can only be modified by the GitHub App that created it.`)
    change(world, run, body)
    return ok(renderCheckRun(world, run))
  }),
  'checks/list-for-ref': operation(['check_name', 'status', 'filter', 'app_id'], listForRef),
  'checks/list-annotations': operation([], ({ world, path }) => {
    const empty = { start_column: null, end_column: null, title: null, raw_details: null }
    return list(findRun(world, path).output.annotations.map((one) => ({ ...empty, ...one, blob_href: `${world.url}/blob` })))
  }),
}

/** Adds a queued check run of an App (by slug) to a commit. */
export function addCheckRun(world: World, app: string, headSha: string, name: string): CheckRun {
  const run: CheckRun = {
    id: world.nextId(),
    app,
    headSha,
    name,
    status: 'queued',
    conclusion: null,
    startedAt: timestamp(world),
    completedAt: null,
    detailsUrl: null,
    externalId: '',
    output: { title: null, summary: null, text: null, annotations: [] },
  }
  world.checkRuns.set(run.id, run)
  return run
}

function appOf(identity: Identity): string {
  if (identity.kind === 'person') throw new Refusal(403, 'You must authenticate via a GitHub App.')
  return identity.kind === 'actions' ? actionsApp : identity.login.replace(/\[bot\]$/, '')
}

function change(world: World, run: CheckRun, body: CheckBody): void {
  if (body.name !== undefined) run.name = body.name
  if (body.status !== undefined) run.status = body.status
  if (body.started_at !== undefined) run.startedAt = body.started_at
  if (body.details_url !== undefined) run.detailsUrl = body.details_url
  if (body.external_id !== undefined) run.externalId = body.external_id
  if (body.conclusion !== undefined) {
    run.status = 'completed'
    run.conclusion = body.conclusion
    run.completedAt = body.completed_at ?? timestamp(world)
  }
  if (run.status === 'completed' && run.conclusion === null)
    throw new Refusal(422, 'Invalid request. A completed check run needs a conclusion.')
  if (body.output !== undefined) {
    const { title = null, summary, text = null, annotations = [] } = body.output
    if (annotations.length > mostAnnotations)
      throw new Refusal(422, `Invalid request. No more than ${mostAnnotations} annotations are allowed in one request.`)
    run.output = { title, summary, text, annotations: [...run.output.annotations, ...annotations] }
  }
}

async function listForRef({ world, path, query }: Call<unknown>) {
  const { check_name: name, status, filter = 'latest', app_id: app } = query
  if (app !== undefined && app !== '15368' && app !== String(world.app.id)) throw new NotModelled(`app ${app} is not installed`)
  const slug = app === undefined ? undefined : app === '15368' ? actionsApp : world.app.slug
  const sha = await commitAt(world, path.ref!)
  const found = [...world.checkRuns.values()].filter(
    (run) =>
      run.headSha === sha &&
      (name === undefined || run.name === name) &&
      (status === undefined || run.status === status) &&
      (slug === undefined || run.app === slug),
  )
  const latest =
    filter === 'all' ? found : found.filter((run) => found.findLast((other) => other.name === run.name && other.app === run.app) === run)
  return list(
    latest.toReversed().map((run) => renderCheckRun(world, run)),
    'check_runs',
  )
}

function findRun(world: World, path: Readonly<Record<string, string>>): CheckRun {
  const run = world.checkRuns.get(numberIn(path, 'check_run_id'))
  if (run === undefined) throw notFound()
  return run
}
