import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { HttpTransport } from '../../scripts/model/client.ts'
import { readSource, type SourceContext } from '../../scripts/source/read.ts'
import { aFeed } from '../support/build.ts'
import { collect } from './read-all.ts'
import { openSite } from './site.ts'

const csv = 'id,title\n1,Boucher\n'

function open(http: HttpTransport, context: Partial<SourceContext> = {}) {
  const feed = aFeed({ source: { http, format: { csv: {} } } })
  return readSource(feed, { root: '.', secrets: {}, privateHosts: ['127.0.0.1'], wait: async () => {}, ...context })
}

async function read(http: HttpTransport, context: Partial<SourceContext> = {}) {
  return await collect(await open(http, context))
}

describe('readSource over http', () => {
  it('reads what a host sends, and tells what it was', async () => {
    const body = gzipSync(csv)
    await using site = await openSite((_request, response) => {
      response.writeHead(200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-encoding': 'gzip',
        etag: '"1"',
        'last-modified': 'yesterday',
      })
      response.end(body)
    })

    const { records, facts } = await read({ url: site.url, headers: { Accept: 'text/csv' } })

    expect(records.map(({ fields }) => fields)).toEqual([{ id: '1', title: 'Boucher' }])
    expect(facts).toEqual({
      bytesReceived: body.length,
      bytes: csv.length,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      etag: '"1"',
      lastModified: 'yesterday',
      isComplete: true,
    })
    expect(site.requests[0]?.headers).toMatchObject({ accept: 'text/csv', 'accept-encoding': 'gzip, deflate, br' })
  })

  it('asks only for what has changed', async () => {
    await using site = await openSite((request, response) => {
      response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200).end()
    })

    const reading = await open({ url: site.url }, { earlier: { etag: '"1"', contentHash: 'abc' } })

    expect(reading.isNotModified).toBe(true)
    expect(await collect(reading)).toEqual({
      records: [],
      facts: { bytesReceived: 0, bytes: 0, contentHash: 'abc', etag: '"1"', isComplete: false },
    })
  })

  it.each([
    [401, 'unauthorised'],
    [403, 'refused'],
    [404, 'notFound'],
    [410, 'notFound'],
    [418, 'refused'],
    [206, 'refused'],
    [500, 'refused'],
  ])('gives status %d its cause', async (status, reason) => {
    await using site = await openSite((_request, response) => response.writeHead(status).end(csv))

    const reading = read({ url: site.url })

    await expect(reading).rejects.toMatchObject({ name: 'SourceError', reason, status })
  })

  it('tries again after a passing failure, as late as the host asks', async () => {
    const waits: number[] = []
    await using site = await openSite((_request, response, attempt) => {
      if (attempt === 1) response.writeHead(429, { 'retry-after': '7' }).end()
      else if (attempt === 2) response.destroy()
      else response.end(csv)
    })

    const { records } = await read({ url: site.url }, { wait: async (ms) => waits.push(ms) })

    expect(records).toHaveLength(1)
    expect(waits).toEqual([7_000, 4_000])
  })

  it('gives up after four attempts', async () => {
    await using site = await openSite((_request, response) => response.writeHead(503).end())

    const reading = read({ url: site.url })

    await expect(reading).rejects.toMatchObject({ reason: 'refused', status: 503 })
    expect(site.requests).toHaveLength(4)
  })

  it('calls a host that nobody listens on unreachable', async () => {
    const site = await openSite(() => {})
    await site[Symbol.asyncDispose]()

    const reading = read({ url: site.url })

    await expect(reading).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('calls an answer that breaks off truncated', async () => {
    await using site = await openSite((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(csv, () => response.destroy())
    })

    const reading = read({ url: site.url })

    await expect(reading).rejects.toMatchObject({ reason: 'truncated' })
  })

  it('ends an answer that takes longer than limits.minutes, however steadily it comes', async () => {
    const time = new AbortController()
    let deadlineMs = 0
    await using site = await openSite((_request, response) => response.write(csv))
    const reading = await open(
      { url: site.url, limits: { minutes: 7 } },
      {
        deadline(ms) {
          deadlineMs = ms
          return time.signal
        },
      },
    )

    const collected = collect(reading)
    time.abort(new DOMException('passed', 'TimeoutError'))

    await expect(collected).rejects.toMatchObject({ reason: 'timeout', message: expect.stringContaining('limits.minutes') })
    expect(deadlineMs).toBe(7 * 60_000)
  })

  it('lets the connection go when its records are not wanted', async () => {
    const closed = Promise.withResolvers<void>()
    await using site = await openSite((_request, response) => {
      response.on('close', closed.resolve)
      response.write(csv)
    })

    await (await open({ url: site.url }))[Symbol.asyncDispose]()

    await closed.promise
    expect(site.requests).toHaveLength(1)
  })

  it('gives an abort by the caller back as it is', async () => {
    const abort = new AbortController()
    await using site = await openSite((_request, response) => {
      response.writeHead(200)
      response.write(csv, () => abort.abort(new Error('stopped by the test')))
    })

    const reading = read({ url: site.url }, { signal: abort.signal })

    await expect(reading).rejects.toThrow('stopped by the test')
  })
})

describe('readSource along redirects', () => {
  it('follows them', async () => {
    await using site = await openSite((request, response) => {
      if (request.url === '/jobs.csv') response.writeHead(302, { location: '/new.csv' }).end()
      else response.end(csv)
    })

    const { records } = await read({ url: site.url })

    expect(records).toHaveLength(1)
  })

  it('gives up after five', async () => {
    await using site = await openSite((_request, response) => response.writeHead(302, { location: '/again' }).end())

    const reading = read({ url: site.url })

    await expect(reading).rejects.toMatchObject({ reason: 'refused' })
    expect(site.requests).toHaveLength(6)
  })

  it('refuses one that leaves the web', async () => {
    await using site = await openSite((_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end())

    const reading = read({ url: site.url })

    await expect(reading).rejects.toMatchObject({ reason: 'refused' })
  })

  it('refuses one that leads to a private address', async () => {
    await using inside = await openSite((_request, response) => response.end('id,title\n1,secret\n'))
    await using site = await openSite((_request, response) => response.writeHead(302, { location: inside.url }).end())

    const reading = read({ url: site.url }, { privateHosts: [site.host] })

    await expect(reading).rejects.toThrow(/leads to 127\.0\.0\.1, which is not public/)
    expect(inside.requests).toHaveLength(0)
  })
})

describe('readSource at a private address', () => {
  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0x7f000001', '2130706433'])('does not connect to %s', async (name) => {
    await using site = await openSite((_request, response) => response.end(csv))

    const reading = read({ url: site.url.replace('127.0.0.1', name) }, { privateHosts: [] })

    await expect(reading).rejects.toMatchObject({ reason: 'refused' })
    expect(site.requests).toHaveLength(0)
  })
})

describe('readSource with a secret', () => {
  const auth = { bearer: { secret: 'ACME_TOKEN' } }

  it.each([
    ['a bearer token', auth, { authorization: 'Bearer s3cret' }],
    ['a password', { basic: { username: 'acmé', password: { secret: 'ACME_TOKEN' } } }, { authorization: 'Basic YWNtw6k6czNjcmV0' }],
    ['a header', { header: { name: 'X-Api-Key', value: { secret: 'ACME_TOKEN' } } }, { 'x-api-key': 's3cret' }],
  ])('sends %s to its host', async (_what, sent, expected) => {
    await using site = await openSite((_request, response) => response.end(csv))

    await read({ url: site.url, auth: sent }, { secrets: { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: site.host } })

    expect(site.requests[0]?.headers).toMatchObject(expected)
  })

  it.each([
    ['is not stored', { ACME_TOKEN_HOST: '127.0.0.1' }],
    ['has no host', { ACME_TOKEN: 's3cret' }],
    ['belongs to another host', { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: 'feeds.acme.example' }],
    ['belongs to another port', { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: '127.0.0.1' }],
    ['holds a line break', { ACME_TOKEN: 's3cret\r\nx: y', ACME_TOKEN_HOST: 'HOST' }],
  ])('sends nothing where the secret %s', async (_what, stored) => {
    await using site = await openSite((_request, response) => response.end(csv))
    const secrets = 'ACME_TOKEN_HOST' in stored && stored.ACME_TOKEN_HOST === 'HOST' ? { ...stored, ACME_TOKEN_HOST: site.host } : stored

    const error = await read({ url: site.url, auth }, { secrets }).catch((caught) => caught)

    expect(error).toMatchObject({ name: 'SourceError', reason: 'secretMissing' })
    expect(error.message).not.toContain('s3cret')
    expect(site.requests).toHaveLength(0)
  })

  it('does not take it along to another host, nor from there back', async () => {
    await using other = await openSite((_request, response) => response.writeHead(302, { location: `http://${site.host}/back` }).end())
    await using site = await openSite((request, response) => {
      if (request.url === '/back') response.end(csv)
      else response.writeHead(302, { location: other.url }).end()
    })

    await read({ url: site.url, auth }, { secrets: { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: site.host } })

    expect(site.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer s3cret', undefined])
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })
})
