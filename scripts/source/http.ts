import { isUtf8 } from 'node:buffer'
import { sensitiveHeaders } from 'node:http2'
import { setTimeout as delay } from 'node:timers/promises'
import { type Dispatcher, request } from 'undici'
import { SourceError } from '../errors.ts'
import type { HttpTransport } from '../model/client.ts'
import type { Answer } from './answer.ts'
import { credentialHeaders } from './credentials.ts'
import { createDispatcher, usualMinutes } from './dispatcher.ts'
import { explainFailure, refuseStatus } from './http-failure.ts'
import type { SourceContext } from './read.ts'
import { nextWaitMs } from './retry.ts'

// As many as browsers of old followed; a real feed needs two (to https, to a storage host).
const mostRedirects = 5

type Response = Dispatcher.ResponseData

interface Call {
  readonly feed: string
  readonly http: HttpTransport
  readonly context: SourceContext
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal
}

/** GETs a feed: conditionally where an earlier run is known, again after a passing failure, along redirects. Throws SourceError. */
export async function openUrl(feed: string, http: HttpTransport, context: SourceContext): Promise<Answer> {
  const own = context.dispatcher === undefined ? createDispatcher(context.privateHosts) : undefined
  const deadline = (context.deadline ?? AbortSignal.timeout)((http.limits?.minutes ?? usualMinutes) * 60_000)
  const signal = context.signal === undefined ? deadline : AbortSignal.any([deadline, context.signal])
  const call: Call = { feed, http, context, dispatcher: context.dispatcher ?? own!, signal }
  const close = async () => await own?.destroy()
  try {
    const response = await tryUntilAnswered(call)
    const answer = await toAnswer(call, response, close)
    if (answer.kind === 'notModified') await close()
    return answer
  } catch (error) {
    await close()
    throw error
  }
}

async function tryUntilAnswered(call: Call): Promise<Response> {
  const { context, signal } = call
  const wait = context.wait ?? waitFor
  for (let attempts = 1; ; attempts += 1) {
    let waitMs: number | undefined
    try {
      const response = await followRedirects(call)
      const status = response.statusCode
      waitMs = nextWaitMs({ attempts, status, retryAfter: headerOf(response, 'retry-after') }, (context.now ?? Date.now)())
      if (waitMs === undefined) return response
      leaveBody(response)
    } catch (error) {
      const failure = explainFailure(call.feed, error, call.context.signal)
      const isPassing =
        failure instanceof SourceError && (failure.causeName === 'unreachable' || failure.causeName === 'timeout') && !signal.aborted
      waitMs = isPassing ? nextWaitMs({ attempts }, 0) : undefined
      if (waitMs === undefined) throw failure
    }
    await wait(waitMs, signal).catch((error) => {
      throw explainFailure(call.feed, error, call.context.signal)
    })
  }
}

/** Lets so many milliseconds pass, or ends with the signal. */
export function waitFor(ms: number, signal?: AbortSignal): Promise<unknown> {
  return delay(ms, undefined, signal && { signal })
}

async function followRedirects(call: Call): Promise<Response> {
  const { feed, http, context } = call
  let url = new URL(http.url)
  const first = url.host
  let credentials = http.auth === undefined ? {} : credentialHeaders(feed, http.auth, url, context.secrets)
  for (let redirects = 0; ; redirects += 1) {
    const response = await get(call, url, credentials, url.host === first)
    const location = locationOf(response)
    if (![301, 302, 303, 307, 308].includes(response.statusCode) || location === undefined) return response
    leaveBody(response)
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined
    if (next === undefined || !/^https?:$/.test(next.protocol))
      throw new SourceError(feed, 'refused', 'the host redirects to what is no web address')
    if (redirects === mostRedirects)
      throw new SourceError(
        feed,
        'refused',
        `the host redirects more than ${mostRedirects} times: ask the client for the address where that ends`,
      )
    // Once dropped, a credential does not come back, even if a later redirect leads home.
    if (next.host !== url.host || next.protocol !== url.protocol) credentials = {}
    url = next
  }
}

/** Lets the body of an answer go that nobody reads. Its end is not waited for: some hosts let an error page drip for minutes. */
function leaveBody({ body }: Response): void {
  // It says that it was ended early, as it should be.
  body.on('error', () => {}).destroy()
}

/** Where a redirect leads. Hosts that do not escape an address send the bytes of UTF-8, which headers are not read as (RFC 9110, section 5.5). */
function locationOf(response: Response): string | undefined {
  const location = headerOf(response, 'location')
  if (location === undefined) return undefined
  const bytes = Buffer.from(location, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : location
}

async function get(
  { http, context, dispatcher, signal }: Call,
  url: URL,
  credentials: Readonly<Record<string, string>>,
  isFirstHost: boolean,
): Promise<Response> {
  const { etag, lastModified } = context.earlier ?? {}
  const headers: Record<string, string> = { 'user-agent': 'client-imports', accept: '*/*', 'accept-encoding': 'gzip, deflate, br' }
  if (etag !== undefined) headers['if-none-match'] = etag
  else if (lastModified !== undefined) headers['if-modified-since'] = lastModified
  for (const [name, value] of Object.entries(http.headers ?? {})) headers[name.toLowerCase()] = value
  // Another host would look for the site of a name that is not its own.
  if (!isFirstHost) delete headers.host
  // Chunk by chunk: those that wait for each other are joined, which copies them once more.
  return await request(url.href, { method: 'GET', headers: { ...headers, ...credentials }, dispatcher, signal, highWaterMark: 1 })
}

async function toAnswer(call: Call, response: Response, close: () => Promise<void>): Promise<Answer> {
  const { feed, http, context } = call
  // Only to who asked by one of these; a host that says it unasked would have nothing new for ever.
  const { etag: asked, lastModified: askedSince } = context.earlier ?? {}
  if (response.statusCode === 304 && (asked ?? askedSince) !== undefined) {
    await response.body.dump()
    return { kind: 'notModified' }
  }
  if (response.statusCode !== 200) {
    leaveBody(response)
    throw refuseStatus(feed, response.statusCode, http.auth !== undefined)
  }
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(headerOf(response, 'content-type') ?? '')?.[1]
  const length = headerOf(response, 'content-length')
  const etag = headerOf(response, 'etag')
  const lastModified = headerOf(response, 'last-modified')
  const isOpenEnded = length === undefined && headerOf(response, 'transfer-encoding') === undefined && !isFramed(response)
  return {
    kind: 'content',
    body: readBody(call, response, close),
    close,
    contentEncoding: headerOf(response, 'content-encoding') ?? '',
    ...(isOpenEnded && { isOpenEnded }),
    ...(charset !== undefined && { charset }),
    ...(length !== undefined && { totalBytes: Number(length) }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  }
}

/** Whether it came over HTTP/2, whose frames say where it ends (RFC 9113, section 8.1). Only what Node adds to headers of HTTP/2 tells. */
function isFramed({ headers }: Response): boolean {
  return sensitiveHeaders in headers
}

async function* readBody(call: Call, response: Response, close: () => Promise<void>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* response.body as AsyncIterable<Uint8Array>
  } catch (error) {
    const failure = explainFailure(call.feed, error, call.context.signal)
    const isCut = failure instanceof SourceError && failure.causeName === 'unreachable'
    throw isCut ? new SourceError(call.feed, 'truncated', 'the connection ended before the answer did', { cause: error }) : failure
  } finally {
    await close()
  }
}

function headerOf(response: Response, name: string): string | undefined {
  const value = response.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
