import { SourceError } from '../errors.ts'
import type { Cause } from '../model/cause.ts'
import { PrivateAddressError, usualMinutes, usualPatience } from './dispatcher.ts'

interface Meaning {
  readonly cause: Cause
  readonly sentence: string
}

const noAddress: Meaning = { cause: 'unreachable', sentence: 'the host has no address, as far as DNS knows' }
const noWay: Meaning = { cause: 'unreachable', sentence: 'no way leads to the host' }
const noHttp: Meaning = { cause: 'unreachable', sentence: 'what the host answers is not HTTP as it should be' }
const closed: Meaning = { cause: 'unreachable', sentence: 'the host closed the connection before it answered' }

/** What goes wrong between us and a host, by the codes of Node (libuv, getaddrinfo) and undici. */
const meanings: Readonly<Record<string, Meaning>> = {
  UND_ERR_CONNECT_TIMEOUT: {
    cause: 'timeout',
    sentence: `the host did not take the connection within ${seconds(usualPatience.connectMs)}`,
  },
  ETIMEDOUT: { cause: 'timeout', sentence: 'the host did not take the connection in time' },
  UND_ERR_HEADERS_TIMEOUT: {
    cause: 'timeout',
    sentence: `the host took the request and did not answer within ${seconds(usualPatience.answerMs)}`,
  },
  UND_ERR_BODY_TIMEOUT: {
    cause: 'timeout',
    sentence: `the host fell silent in the middle of its answer, for ${seconds(usualPatience.idleMs)}`,
  },
  ECONNREFUSED: { cause: 'unreachable', sentence: 'the host refuses the connection: nothing listens there' },
  ENOTFOUND: noAddress,
  ENODATA: noAddress,
  EAI_AGAIN: { cause: 'unreachable', sentence: 'the address of the host could not be looked up' },
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
  ECONNRESET: closed,
  EPIPE: closed,
  UND_ERR_SOCKET: closed,
  UND_ERR_HEADERS_OVERFLOW: { cause: 'unreachable', sentence: 'the host answers with more headers than are read (16 KB)' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    cause: 'unreachable',
    sentence: 'the host states a length of its answer that is not the real one',
  },
  UND_ERR_INVALID_ARG: { cause: 'unreachable', sentence: 'the request cannot be sent: see the headers in the client file' },
  CERT_HAS_EXPIRED: { cause: 'untrusted', sentence: 'the certificate of the host has expired' },
  CERT_NOT_YET_VALID: { cause: 'untrusted', sentence: 'the certificate of the host is not valid yet' },
  ERR_TLS_CERT_ALTNAME_INVALID: { cause: 'untrusted', sentence: 'the certificate is one of another host' },
}

// OpenSSL has some eighty codes for a certificate, and as many for a handshake; Node gives the latter a prefix.
const certificateCode = /CERT|SIGNATURE|ISSUER|^(?:SELF_SIGNED|INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|CRL_)/
const handshakeCode = /^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/

/** What a failed request means. An abort by the caller is given back as it is: it is no fault of the source. */
export function explainFailure(feed: string, error: unknown, callerSignal: AbortSignal | undefined): unknown {
  if (error instanceof SourceError || callerSignal?.aborted) return error
  const causes = chain(error)
  const inside = causes.find((cause) => cause instanceof PrivateAddressError)
  if (inside !== undefined) return new SourceError(feed, 'privateAddress', inside.message, { cause: error })
  if (causes.some(({ name }) => name === 'TimeoutError')) {
    const message = `the whole request took longer than limits.minutes allows, ${usualMinutes} unless it is set`
    return new SourceError(feed, 'timeout', message, { cause: error })
  }
  const codes = [...new Set(causes.flatMap((cause) => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : [])))]
  const isNoHttp = causes.some(({ name }) => name === 'HTTPParserError')
  if (codes.length === 0 && !isNoHttp && !causes.some((cause) => cause instanceof TypeError)) return error
  const { cause, sentence } = isNoHttp ? noHttp : meaningOf(codes)
  const details = [...placesIn(causes), codes.join(', ') || causes[0]!.message]
  return new SourceError(feed, cause, `${sentence} (${details.join(', ')})`, { cause: error })
}

function meaningOf(codes: readonly string[]): Meaning {
  // Of several addresses one may have been silent and another out of reach: it is the silence that may pass.
  const known = codes.flatMap((code) => meanings[code] ?? [])
  const meaning = known.find(({ cause }) => cause === 'timeout') ?? known[0]
  if (meaning !== undefined) return meaning
  if (codes.some((code) => certificateCode.test(code)))
    return { cause: 'untrusted', sentence: 'the certificate of the host cannot be trusted' }
  if (codes.some((code) => handshakeCode.test(code))) return { cause: 'untrusted', sentence: 'no safe connection to the host: TLS failed' }
  return { cause: 'unreachable', sentence: 'no connection to the host' }
}

/** The hosts or addresses that errors of Node name: after a redirect it is not the one in the file. */
function placesIn(causes: readonly Error[]): string[] {
  const places = causes.flatMap((cause) => {
    const { hostname, host, address, port } = cause as NodeJS.ErrnoException & Record<'hostname' | 'host' | 'address' | 'port', unknown>
    const name = [hostname, host, address].find((part) => typeof part === 'string')
    return name === undefined ? [] : [typeof port === 'number' ? `${name}:${port}` : String(name)]
  })
  return [...new Set(places)]
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

function seconds(ms: number): string {
  return `${ms / 1_000} s`
}
