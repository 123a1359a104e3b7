import type { IncomingMessage, ServerResponse } from 'node:http'
import { appOperations, isGranted, isGrantedToRole } from '../rules/permissions.ts'
import type { Identity, World } from '../world.ts'
import type { Description, Operation } from './description.ts'
import { identify } from './identify.ts'
import { type Answer, type Handlers, NotModelled, Refusal } from './operation.ts'

/** The REST API's root below the server, as on GitHub Enterprise Server. */
export const apiRoot = '/api/v3'

const largestPage = 100

interface Question {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly text: string
  readonly authorization: string | undefined
  readonly accept: string
}

/**
 * Serves one REST request: found in GitHub's description, checked against it, allowed to this token, handled, and
 * the answer checked too. What does not fit is a 501 (request) or 500 (our answer) that says so, and is recorded.
 */
export async function serveApi(
  world: World,
  description: Description,
  handlers: Handlers,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const url = new URL(request.url ?? '/', world.url)
  const question: Question = {
    method: request.method ?? 'GET',
    path: url.pathname.slice(apiRoot.length),
    query: Object.fromEntries(url.searchParams),
    text: Buffer.concat(chunks).toString('utf8'),
    authorization: request.headers.authorization,
    accept: request.headers.accept ?? '',
  }
  try {
    send(response, world, await answerQuestion(world, description, handlers, question))
  } catch (error) {
    sendError(response, world, question, error)
  }
}

async function answerQuestion(world: World, description: Description, handlers: Handlers, question: Question): Promise<Answer> {
  const identity = identify(world, question.authorization)
  const match = description.find(question.method, question.path)
  if (match === undefined) throw new NotModelled("no operation of GitHub's description has this method and path")
  const { operation, path } = match
  const handler = handlers[operation.id]
  if (handler === undefined) throw new NotModelled(`operation ${operation.id} is not modelled`)
  if (path.owner !== undefined && (path.owner !== world.owner || path.repo !== world.repo)) throw new Refusal(404, 'Not Found')
  const body = checkRequest(description, operation, handler.heeds, path, question)
  checkRights(world, identity, operation.id)

  const answer = await handler.handle({ world, identity, path, query: question.query, accept: question.accept, body: body as never })
  const cut = cutPage(world, question, answer)
  checkAnswer(description, operation, cut)
  return cut
}

function checkRequest(
  description: Description,
  operation: Operation,
  heeds: readonly string[],
  path: Readonly<Record<string, string>>,
  { query, text }: Question,
): unknown {
  const wrong = [...Object.entries(path), ...Object.entries(query)].flatMap(([name, value]) => {
    const parameter = operation.parameters.find((one) => one.name === name && one.in !== 'header')
    if (parameter === undefined) return [`parameter ${name} is not in the description of ${operation.id}`]
    if (parameter.in === 'query' && !heeds.includes(name) && !['per_page', 'page'].includes(name))
      return [`${operation.id}: ${name} is not modelled`]
    const faults = [value, coerce(value)].map((candidate) => description.check(parameter.schema, candidate))
    return faults.every((found) => found.length > 0) ? faults[0]!.map((fault) => `${name}${fault}`) : []
  })
  if (wrong.length > 0) throw new NotModelled(wrong.join('; '))

  const body = text === '' ? undefined : (JSON.parse(text) as unknown)
  const { requestBody } = operation
  if (body === undefined || requestBody === undefined) {
    if (requestBody?.required) throw new NotModelled(`${operation.id} needs a body`)
    return body ?? {}
  }
  const faults = description.check(requestBody.schema, body)
  if (faults.length > 0) throw new NotModelled(`the body of ${operation.id} does not fit: ${faults.join('; ')}`)
  const known = description.bodyProperties(requestBody.schema)
  for (const name of Object.keys((body ?? {}) as object)) {
    if (known !== undefined && !known.includes(name)) throw new NotModelled(`the body of ${operation.id} has an unknown property ${name}`)
    if (!heeds.includes(name)) throw new NotModelled(`${operation.id}: ${name} is not modelled`)
  }
  return body ?? {}
}

function coerce(value: string): unknown {
  if (/^-?\d+$/.test(value)) return Number(value)
  return value === 'true' ? true : value === 'false' ? false : value
}

function checkRights(world: World, identity: Identity, id: string): void {
  const isForApps = (appOperations as readonly string[]).includes(id)
  if (identity.kind === 'app-jwt') {
    if (!isForApps) throw new Refusal(401, 'A JSON web token could not be decoded')
    return
  }
  if (isForApps && id !== 'apps/get-repo-installation') throw new Refusal(401, 'A JSON web token could not be decoded')
  if (identity.kind === 'person') {
    if (!isGrantedToRole(id, world.people.get(identity.login) ?? 'read')) throw new Refusal(403, 'Must have push access to the repository')
  } else if (!isGranted(id, identity.permissions)) {
    throw new Refusal(403, 'Resource not accessible by integration')
  }
}

function cutPage(world: World, question: Question, answer: Answer): Answer & { readonly link?: string } {
  if (answer.list === undefined) return answer
  const { items, key } = answer.list
  const size = Math.min(Number(question.query.per_page ?? 30), largestPage)
  const page = Number(question.query.page ?? 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const cut = items.slice((page - 1) * size, page * size)
  const body = key === undefined ? cut : { total_count: items.length, [key]: cut }
  const link = (number: number, relation: string) => {
    const query = new URLSearchParams({ ...question.query, page: String(number) })
    return `<${world.url}${apiRoot}${question.path}?${query}>; rel="${relation}"`
  }
  const links = page < last ? [link(page + 1, 'next'), link(last, 'last')] : []
  if (page > 1) links.push(link(page - 1, 'prev'), link(1, 'first'))
  return links.length === 0 ? { ...answer, body } : { ...answer, body, link: links.join(', ') }
}

function checkAnswer(description: Description, operation: Operation, answer: Answer): void {
  if (!(String(answer.status) in operation.responses)) throw new Error(`${operation.id} is not described to answer ${answer.status}`)
  const schema = operation.responses[String(answer.status)]
  if (schema === undefined || answer.body === undefined || Buffer.isBuffer(answer.body)) return
  // The schema is to judge what arrives, after JSON has dropped what is undefined.
  const faults = description.check(schema, JSON.parse(JSON.stringify(answer.body)))
  if (faults.length > 0) throw new Error(`the answer of ${operation.id} does not fit GitHub's description: ${faults.join('; ')}`)
}

function send(response: ServerResponse, world: World, answer: Answer & { readonly link?: string }): void {
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8', date: world.now().toUTCString() }
  if (answer.link !== undefined) headers.link = answer.link
  if (answer.location !== undefined) headers.location = answer.location
  if (Buffer.isBuffer(answer.body)) headers['content-type'] = 'application/vnd.github.raw+json; charset=utf-8'
  response.writeHead(answer.status, headers)
  if (answer.body === undefined) response.end()
  else response.end(Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body))
}

function sendError(response: ServerResponse, world: World, question: Question, error: unknown): void {
  const known = error instanceof Refusal
  const status = known ? error.status : error instanceof NotModelled ? 501 : 500
  const message = known
    ? error.message
    : `the forge cannot serve ${question.method} ${question.path}: ${error instanceof Error ? error.message : String(error)}`
  if (!known)
    world.unmodelled.push({
      request: `${question.method} ${question.path}`,
      reason: error instanceof NotModelled ? error.message : String((error as Error).stack),
    })
  const errors = known && error.errors !== undefined ? { errors: error.errors } : {}
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest', status: String(status), ...errors }))
}
