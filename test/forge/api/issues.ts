import { closePull, emitPull } from '../git/pull-refs.ts'
import { renderIssue, renderLabel } from '../render/issue.ts'
import { renderRepository } from '../render/repository.ts'
import { renderUser } from '../render/user.ts'
import { type Identity, type Issue, type Label, type Pull, timestamp, type World } from '../world.ts'
import { type Call, created, type Handlers, list, NotModelled, notFound, numberIn, ok, operation, Refusal } from './operation.ts'

interface IssueBody {
  readonly title?: string
  readonly body?: string | null
  readonly state?: 'open' | 'closed'
  readonly state_reason?: Issue['stateReason']
  readonly labels?: readonly (string | { name: string })[]
  readonly assignees?: readonly string[]
}

type LabelsBody = readonly string[] | { readonly labels?: readonly string[] }

const editable = ['title', 'body', 'labels', 'assignees'] as const

/** Issues, their labels and assignees. A pull request answers here as well. */
export const issueHandlers: Handlers = {
  'issues/list-for-repo': operation(['state', 'labels', 'creator', 'assignee', 'sort', 'direction', 'since'], ({ world, query }) => {
    const { state = 'open', labels = '', creator, assignee, sort = 'created', direction = 'desc', since = '' } = query
    if (sort !== 'created' && sort !== 'updated') throw new NotModelled(`issues/list-for-repo: sort ${sort} is not modelled`)
    const wanted = labels.split(',').filter(Boolean)
    const found = [...world.issues.values()].filter(
      (issue) =>
        (state === 'all' || issue.state === state) &&
        wanted.every((label) => issue.labels.includes(label)) &&
        (creator === undefined || issue.author === creator) &&
        (assignee === undefined ||
          (assignee === 'none'
            ? issue.assignees.length === 0
            : assignee === '*'
              ? issue.assignees.length > 0
              : issue.assignees.includes(assignee))) &&
        issue.updatedAt >= since,
    )
    const key = (issue: Issue) => (sort === 'updated' ? issue.updatedAt : issue.createdAt)
    found.sort((a, b) => key(a).localeCompare(key(b)) || a.number - b.number)
    if (direction === 'desc') found.reverse()
    return list(found.map((issue) => renderIssue(world, issue)))
  }),
  'issues/create': operation<IssueBody>(['title', 'body', 'labels', 'assignees'], async ({ world, identity, body }) => {
    const issue = newIssue(world, identity.login, { title: String(body.title), body: body.body ?? null })
    await emitIssue(world, identity, 'opened', issue)
    // A reader's labels and assignees are dropped without a word, as GitHub documents.
    if (identity.kind !== 'person' || world.people.get(identity.login) !== 'read') {
      await changeLabels(world, identity, issue, namesOf(body.labels))
      await changeAssignees(world, identity, issue, body.assignees ?? [])
    }
    return created(renderIssue(world, issue))
  }),
  'issues/get': operation([], ({ world, path }) => ok(renderIssue(world, findIssue(world, path)))),
  'issues/update': operation<IssueBody>([...editable, 'state', 'state_reason'], updateIssue),
  'issues/list-labels-for-repo': operation([], ({ world }) => list([...world.labels.values()].map((label) => renderLabel(world, label)))),
  'issues/get-label': operation([], ({ world, path }) => {
    const label = world.labels.get(path.name!)
    if (label === undefined) throw notFound()
    return ok(renderLabel(world, label))
  }),
  'issues/create-label': operation<{ name: string; color?: string; description?: string }>(
    ['name', 'color', 'description'],
    ({ world, body }) => {
      if (world.labels.has(body.name))
        throw new Refusal(422, 'Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }])
      return created(renderLabel(world, addLabel(world, body.name, body.color, body.description)))
    },
  ),
  'issues/list-labels-on-issue': operation([], ({ world, path }) => list(labelsOf(world, findIssue(world, path)))),
  'issues/add-labels': operation<LabelsBody>(['labels', '0', '1', '2', '3', '4', '5'], async ({ world, path, body, identity }) => {
    const issue = findIssue(world, path)
    await changeLabels(world, identity, issue, [...issue.labels, ...readLabels(body)])
    return ok(labelsOf(world, issue))
  }),
  'issues/set-labels': operation<LabelsBody>(['labels', '0', '1', '2', '3', '4', '5'], async ({ world, path, body, identity }) => {
    const issue = findIssue(world, path)
    await changeLabels(world, identity, issue, readLabels(body))
    return ok(labelsOf(world, issue))
  }),
  'issues/remove-label': operation([], async ({ world, path, identity }) => {
    const issue = findIssue(world, path)
    const name = path.name!
    if (!issue.labels.includes(name)) throw new Refusal(404, 'Label does not exist')
    await changeLabels(
      world,
      identity,
      issue,
      issue.labels.filter((label) => label !== name),
    )
    return ok(labelsOf(world, issue))
  }),
  'issues/add-assignees': operation<{ assignees?: readonly string[] }>(['assignees'], async ({ world, path, body, identity }) => {
    const issue = findIssue(world, path)
    await changeAssignees(world, identity, issue, [...issue.assignees, ...(body.assignees ?? [])])
    return created(renderIssue(world, issue))
  }),
  'issues/remove-assignees': operation<{ assignees?: readonly string[] }>(['assignees'], async ({ world, path, body, identity }) => {
    const issue = findIssue(world, path)
    await changeAssignees(
      world,
      identity,
      issue,
      issue.assignees.filter((login) => !body.assignees?.includes(login)),
    )
    return ok(renderIssue(world, issue))
  }),
}

/** The issue or pull request of `{issue_number}`. */
export function findIssue(world: World, path: Readonly<Record<string, string>>): Issue {
  const issue = world.issues.get(numberIn(path, 'issue_number'))
  if (issue === undefined) throw notFound()
  return issue
}

/** Takes the next number, for an issue or (with `pull`) a pull request. */
export function newIssue(world: World, author: string, text: { readonly title: string; readonly body: string | null }, pull?: Pull): Issue {
  const number = world.issues.size + 1
  const createdAt = timestamp(world)
  const empty = { state: 'open' as const, stateReason: null, labels: [], assignees: [], updatedAt: createdAt, closedAt: null }
  const issue: Issue = { id: world.nextId(), number, author, createdAt, ...text, ...empty, ...(pull === undefined ? {} : { pull }) }
  world.issues.set(number, issue)
  return issue
}

async function updateIssue({ world, path, body, identity }: Call<IssueBody>) {
  const issue = findIssue(world, path)
  issue.updatedAt = timestamp(world)
  if (body.title !== undefined) issue.title = body.title
  if (body.body !== undefined) issue.body = body.body
  if (body.title !== undefined || body.body !== undefined) await emitIssue(world, identity, 'edited', issue)
  if (body.labels !== undefined) await changeLabels(world, identity, issue, namesOf(body.labels))
  if (body.assignees !== undefined) await changeAssignees(world, identity, issue, body.assignees)
  if (body.state !== undefined && body.state !== issue.state) {
    if (issue.pull !== undefined) {
      if (body.state === 'open') throw new NotModelled('reopen a pull request by pulls/update')
      await closePull(world, identity, issue)
    } else {
      issue.state = body.state
      issue.closedAt = body.state === 'closed' ? timestamp(world) : null
      issue.stateReason = body.state_reason ?? (body.state === 'closed' ? 'completed' : 'reopened')
      await emitIssue(world, identity, body.state === 'closed' ? 'closed' : 'reopened', issue)
    }
  }
  return ok(renderIssue(world, issue))
}

async function changeLabels(world: World, identity: Identity, issue: Issue, wanted: readonly string[]): Promise<void> {
  const before = issue.labels
  // A label that the repository has not is made, in GitHub's grey.
  for (const name of wanted) if (!world.labels.has(name)) addLabel(world, name)
  issue.labels = [...new Set(wanted)]
  const change = async (action: string, names: readonly string[]) => {
    for (const name of names) await emitChange(world, identity, action, issue, { label: renderLabel(world, world.labels.get(name)!) })
  }
  await change(
    'unlabeled',
    before.filter((name) => !issue.labels.includes(name)),
  )
  await change(
    'labeled',
    issue.labels.filter((name) => !before.includes(name)),
  )
}

async function changeAssignees(world: World, identity: Identity, issue: Issue, wanted: readonly string[]): Promise<void> {
  const before = issue.assignees
  // GitHub drops silently whom it cannot assign.
  issue.assignees = [...new Set(wanted)].filter((login) => world.people.has(login))
  const change = async (action: string, logins: readonly string[]) => {
    for (const login of logins) await emitChange(world, identity, action, issue, { assignee: renderUser(world, login) })
  }
  await change(
    'unassigned',
    before.filter((login) => !issue.assignees.includes(login)),
  )
  await change(
    'assigned',
    issue.assignees.filter((login) => !before.includes(login)),
  )
}

async function emitChange(
  world: World,
  identity: Identity,
  action: string,
  issue: Issue,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  issue.updatedAt = timestamp(world)
  await emitIssue(world, identity, action, issue, more)
}

async function emitIssue(
  world: World,
  cause: Identity,
  action: string,
  issue: Issue,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const shared = { repository: renderRepository(world), sender: renderUser(world, cause.login) }
  if (issue.pull === undefined) world.emit('issues', cause, { action, issue: renderIssue(world, issue), ...shared, ...more })
  else await emitPull(world, cause, action, issue, more)
}

function addLabel(world: World, name: string, color = 'ededed', description = ''): Label {
  const label: Label = { id: world.nextId(), name, color, description }
  world.labels.set(name, label)
  return label
}

function labelsOf(world: World, issue: Issue) {
  return issue.labels.map((name) => renderLabel(world, world.labels.get(name)!))
}

function namesOf(labels: IssueBody['labels']): string[] {
  return (labels ?? []).map((label) => (typeof label === 'string' ? label : label.name))
}

function readLabels(body: LabelsBody): readonly string[] {
  return Array.isArray(body) ? (body as readonly string[]) : ((body as { labels?: readonly string[] }).labels ?? [])
}
