import { describe, expect, it } from 'vitest'
import { PrivateAddressError } from '../../scripts/source/dispatcher.ts'
import { explainFailure } from '../../scripts/source/http-failure.ts'

function coded(code: string, facts: object = {}): Error {
  return Object.assign(new Error(code), { code, ...facts })
}

describe('explainFailure', () => {
  it.each([
    ['a silent connection', coded('UND_ERR_CONNECT_TIMEOUT'), 'timeout'],
    ['a silent host', coded('UND_ERR_HEADERS_TIMEOUT'), 'timeout'],
    ['a silent body', new TypeError('terminated', { cause: coded('UND_ERR_BODY_TIMEOUT') }), 'timeout'],
    ['the end of the time allowed', new DOMException('', 'TimeoutError'), 'timeout'],
    ['that end while waiting', new Error('aborted', { cause: new DOMException('', 'TimeoutError') }), 'timeout'],
    ['a name that is not known', coded('ENOTFOUND'), 'unreachable'],
    ['addresses of which none answers', new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]), 'unreachable'],
    ['addresses of which one is silent', new AggregateError([coded('ENETUNREACH'), coded('ETIMEDOUT')]), 'timeout'],
    ['a code that nobody has met', coded('ENOSUCHCODE'), 'unreachable'],
    ['a certificate that is not valid', coded('CERT_HAS_EXPIRED'), 'untrusted'],
    ['a certificate of another host', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'untrusted'],
    ['a certificate without its issuer', coded('UNABLE_TO_VERIFY_FIRST_SIGNATURE'), 'untrusted'],
    ['a handshake that fails', coded('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), 'untrusted'],
    ['a private address', new Error('failed', { cause: new PrivateAddressError('inside') }), 'privateAddress'],
  ])('calls %s by its cause', (_what, error, causeName) => {
    const explained = explainFailure('acme/jobs', error, undefined)

    expect(explained).toMatchObject({ name: 'SourceError', causeName, cause: error })
  })

  it.each([
    [
      coded('ENOTFOUND', { hostname: 'feeds.acme.example' }),
      'the host has no address, as far as DNS knows (feeds.acme.example, ENOTFOUND)',
    ],
    [
      coded('EAI_AGAIN', { hostname: 'feeds.acme.example' }),
      'the address of the host could not be looked up (feeds.acme.example, EAI_AGAIN)',
    ],
    [coded('UND_ERR_CONNECT_TIMEOUT'), 'the host did not take the connection within 10 s (UND_ERR_CONNECT_TIMEOUT)'],
    [coded('UND_ERR_HEADERS_TIMEOUT'), 'the host took the request and did not answer within 120 s (UND_ERR_HEADERS_TIMEOUT)'],
    [coded('ENOSUCHCODE'), 'no connection to the host (ENOSUCHCODE)'],
    [
      new AggregateError([coded('ECONNREFUSED', { address: '::1', port: 80 }), coded('ECONNREFUSED', { address: '127.0.0.1', port: 80 })]),
      'the host refuses the connection: nothing listens there (::1:80, 127.0.0.1:80, ECONNREFUSED)',
    ],
    [
      coded('ERR_TLS_CERT_ALTNAME_INVALID', { host: 'feeds.acme.example' }),
      'the certificate is one of another host (feeds.acme.example, ERR_TLS_CERT_ALTNAME_INVALID)',
    ],
    [new TypeError('terminated'), 'no connection to the host (terminated)'],
  ])('says what happened, where, and by which code: %s', (error, sentence) => {
    expect(explainFailure('acme/jobs', error, undefined)).toMatchObject({ message: `acme/jobs: ${sentence}` })
  })

  it('leaves a bug of ours alone', () => {
    const bug = new RangeError('bug')

    expect(explainFailure('acme/jobs', bug, undefined)).toBe(bug)
  })
})
