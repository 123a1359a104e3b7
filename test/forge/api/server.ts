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

/** Statuses that any operation may answer, described for it or not: who asks is unknown, may not, looks for what is not there, or means nothing. */
const everywhere = [401, 403, 404, 422]

/** The REST API over a world, as GitHub's description has it. */
export class ApiServer {
  readonly #world: World
  readonly #description: Description
  readonly #handlers: Handlers

  constructor(world: World, description: Description, handlers: Handlers) {
    this.#world = world
    this.#description = description
    this.#handlers = handlers
  }

  /**
   * Serves one request: found in GitHub's description, checked against it, allowed to this token, handled, and the answer
   * checked too. What does not fit is a 501 (request) or 500 (our answer) that says so, and is recorded.
   */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '/', this.#world.url)
    const question: Question = {
      method: request.method ?? 'GET',
      path: url.pathname.slice(apiRoot.length),
      query: Object.fromEntries(url.searchParams),
      text: Buffer.concat(chunks).toString('utf8'),
      authorization: request.headers.authorization,
      accept: request.headers.accept ?? '',
    }
    try {
      send(response, this.#world, await this.#answer(question))
    } catch (error) {
      if (!(error instanceof Refusal))
        this.#world.unmodelled.push({ request: `${question.method} ${question.path}`, reason: reasonOf(error) })
      sendError(response, question, error)
    }
  }

  async #answer(question: Question): Promise<Answer> {
    const world = this.#world
    const identity = identify(world, question.authorization)
    const match = this.#description.find(question.method, question.path)
    if (match === undefined) throw new NotModelled("no operation of GitHub's description has this method and path")
    const { operation, path } = match
    const handler = this.#handlers[operation.id]
    if (handler === undefined) throw new NotModelled(`operation ${operation.id} is not modelled`)
    if (path.owner !== undefined && (path.owner !== world.owner || path.repo !== world.repo)) throw new Refusal(404, 'Not Found')
    const body = checkRequest(this.#description, operation, handler.heeds, path, question)
    checkRights(world, identity, operation.id)
    try {
      const answer = await handler.handle({ world, identity, path, query: question.query, accept: question.accept, body: body as never })
      const cut = cutPage(world, question, answer)
      checkAnswer(this.#description, operation, cut)
      return cut
    } catch (error) {
      if (error instanceof Refusal) checkRefusal(this.#description, operation, error)
      throw error
    }
  }
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

function checkRefusal(description: Description, operation: Operation, refusal: Refusal): void {
  const isDescribed = String(refusal.status) in operation.responses
  if (isDescribed) checkAnswer(description, operation, { status: refusal.status, body: refusalBody(refusal) })
  else if (!everywhere.includes(refusal.status))
    throw new Error(`${operation.id} is not described to answer ${refusal.status} (${refusal.message})`)
}

function refusalBody({ status, message, errors }: Refusal): Readonly<Record<string, unknown>> {
  const details = errors === undefined ? {} : { errors }
  return { message, documentation_url: 'https://docs.github.com/rest', status: String(status), ...details }
}

function sendError(response: ServerResponse, question: Question, error: unknown): void {
  const why = `the forge cannot serve ${question.method} ${question.path}: ${(error as Error).message}`
  const refusal = error instanceof Refusal ? error : new Refusal(error instanceof NotModelled ? 501 : 500, why)
  response.writeHead(refusal.status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(refusalBody(refusal)))
}

// Of a fault of our own the place is worth knowing; of a request, what is wrong with it.
function reasonOf(error: unknown): string {
  return error instanceof NotModelled ? error.message : String((error as Error).stack)
}
