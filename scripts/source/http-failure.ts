import { SourceError } from '../errors.ts'
import type { Cause } from '../model/cause.ts'
import { PrivateAddressError } from './dispatcher.ts'

const timeouts: readonly string[] = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']

/** What a failed request means. An abort by the caller is given back as it is: it is no fault of the source. */
export function explainFailure(feed: string, error: unknown, callerSignal: AbortSignal | undefined): unknown {
  if (error instanceof SourceError || callerSignal?.aborted) return error
  const causes = chain(error)
  const inside = causes.find((cause) => cause instanceof PrivateAddressError)
  if (inside !== undefined) return new SourceError(feed, 'refused', inside.message, { cause: error })
  if (causes.some(({ name }) => name === 'TimeoutError')) {
    return new SourceError(feed, 'timeout', 'the whole request took longer than limits.minutes allows', { cause: error })
  }
  const codes = causes.flatMap((cause) => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : []))
  if (codes.some((code) => timeouts.includes(code))) {
    return new SourceError(feed, 'timeout', `the host was silent for too long (${codes.join(', ')})`, { cause: error })
  }
  if (codes.length === 0 && !causes.some((cause) => cause instanceof TypeError)) return error
  return new SourceError(feed, 'unreachable', `no connection to the host (${codes.join(', ') || causes[0]!.message})`, { cause: error })
}

/** Errors within errors; several addresses of one host fail as an AggregateError. */
function chain(error: unknown): Error[] {
  if (!(error instanceof Error)) return []
  const inner = error instanceof AggregateError ? error.errors : []
  return [error, ...chain(error.cause), ...inner.flatMap(chain)]
}

/** The error for a status code (RFC 9110) that is neither 200 nor an expected 304. */
export function refuseStatus(feed: string, status: number, hasCredential: boolean): SourceError {
  return new SourceError(feed, causeOf(status, hasCredential), `expected 200, got ${status}`, { status })
}

function causeOf(status: number, hasCredential: boolean): Cause {
  if (status === 401 || (status === 403 && hasCredential)) return 'unauthorised'
  if (status === 404 || status === 410) return 'notFound'
  return 'refused'
}
