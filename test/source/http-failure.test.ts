import { describe, expect, it } from 'vitest'
import { PrivateAddressError } from '../../scripts/source/dispatcher.ts'
import { explainFailure } from '../../scripts/source/http-failure.ts'

function coded(code: string): Error {
  return Object.assign(new Error(code), { code })
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
    ['a certificate that is not valid', coded('CERT_HAS_EXPIRED'), 'unreachable'],
    ['a private address', new Error('failed', { cause: new PrivateAddressError('inside') }), 'refused'],
  ])('calls %s by its cause', (_what, error, reason) => {
    const explained = explainFailure('acme/jobs', error, undefined)

    expect(explained).toMatchObject({ name: 'SourceError', reason, cause: error })
  })

  it('leaves a bug of ours alone', () => {
    const bug = new RangeError('bug')

    expect(explainFailure('acme/jobs', bug, undefined)).toBe(bug)
  })
})
