import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Format } from '../../scripts/model/client.ts'
import { collect } from './read-all.ts'
import { csv, openHttp, readHttp } from './read-http.ts'
import { openSite } from './site.ts'

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

    const { records, facts } = await readHttp({ url: site.url, headers: { Accept: 'text/csv' } })

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

    const reading = await openHttp({ url: site.url }, { earlier: { etag: '"1"', contentHash: 'abc' } })

    expect(reading.isNotModified).toBe(true)
    expect(await collect(reading)).toEqual({
      records: [],
      facts: { bytesReceived: 0, bytes: 0, contentHash: 'abc', etag: '"1"', isComplete: false },
    })
  })

  it('takes no word for unchanged that it did not ask for', async () => {
    await using site = await openSite((_request, response) => void response.writeHead(304).end())

    const reading = openHttp({ url: site.url }, { earlier: { contentHash: 'abc' } })

    await expect(reading).rejects.toThrow('expected 200, got 304')
  })

  it.each([
    [401, 'unauthorised'],
    [403, 'refused'],
    [404, 'notFound'],
    [410, 'notFound'],
    [418, 'refused'],
    [206, 'refused'],
    [500, 'refused'],
  ])('gives status %d its cause', async (status, causeName) => {
    await using site = await openSite((_request, response) => response.writeHead(status).end(csv))

    const reading = readHttp({ url: site.url })

    await expect(reading).rejects.toMatchObject({ name: 'SourceError', causeName, status })
  })

  it('tries again after a passing failure, as late as the host asks', async () => {
    const waits: number[] = []
    await using site = await openSite((_request, response, attempt) => {
      if (attempt === 1) response.writeHead(429, { 'retry-after': '7' }).end()
      else if (attempt === 2) response.destroy()
      else response.end(csv)
    })

    const { records } = await readHttp({ url: site.url }, { wait: async (ms) => waits.push(ms) })

    expect(records).toHaveLength(1)
    expect(waits).toEqual([7_000, 4_000])
  })

  it('waits until the date that the host names', async () => {
    const waits: number[] = []
    await using site = await openSite((_request, response, attempt) => {
      if (attempt === 1) response.writeHead(503, { 'retry-after': 'Mon, 02 Mar 2026 05:00:09 GMT' }).end()
      else response.end(csv)
    })

    await readHttp({ url: site.url }, { wait: async (ms) => waits.push(ms), now: () => Date.parse('2026-03-02T05:00:00Z') })

    expect(waits).toEqual([9_000])
  })

  it('gives up after four attempts', async () => {
    await using site = await openSite((_request, response) => response.writeHead(503).end())

    const reading = readHttp({ url: site.url })

    await expect(reading).rejects.toMatchObject({ causeName: 'refused', status: 503 })
    expect(site.requests).toHaveLength(4)
  })

  it('calls a host that nobody listens on unreachable', async () => {
    const site = await openSite(() => {})
    await site[Symbol.asyncDispose]()

    const reading = readHttp({ url: site.url })

    await expect(reading).rejects.toMatchObject({ causeName: 'unreachable' })
  })

  it('calls an answer that breaks off truncated', async () => {
    await using site = await openSite((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(csv, () => response.destroy())
    })

    const reading = readHttp({ url: site.url })

    await expect(reading).rejects.toMatchObject({ causeName: 'truncated' })
  })

  it('ends an answer that takes longer than limits.minutes, however steadily it comes', async () => {
    const time = new AbortController()
    let deadlineMs = 0
    await using site = await openSite((_request, response) => response.write(csv))
    const reading = await openHttp(
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

    await expect(collected).rejects.toMatchObject({ causeName: 'timeout', message: expect.stringContaining('limits.minutes') })
    expect(deadlineMs).toBe(7 * 60_000)
  })

  it('lets the connection go when its records are not wanted', async () => {
    const closed = Promise.withResolvers<void>()
    await using site = await openSite((_request, response) => {
      response.on('close', closed.resolve)
      response.write(csv)
    })

    await (await openHttp({ url: site.url }))[Symbol.asyncDispose]()

    await closed.promise
    expect(site.requests).toHaveLength(1)
  })

  it.each([
    ['JSON that is too deep', { json: {} }, '['.repeat(200_000)],
    ['XML that is not well-formed', { xml: { records: 'jobs.job' } }, `<jobs></job>${' '.repeat(200_000)}`],
    ['CSV of another feed', { csv: {} }, `no,header\n${'1,2\n'.repeat(50_000)}`],
  ] as [string, Format, string][])('lets the connection go where %s is refused and more would come', async (_what, format, text) => {
    const closed = Promise.withResolvers<void>()
    await using site = await openSite((_request, response) => {
      response.on('close', closed.resolve)
      response.write(text)
    })

    const reading = readHttp({ url: site.url }, {}, format)

    await expect(reading).rejects.toMatchObject({ name: 'SourceError' })
    await closed.promise
  })

  it('gives an abort by the caller back as it is', async () => {
    const abort = new AbortController()
    await using site = await openSite((_request, response) => {
      response.writeHead(200)
      response.write(csv, () => abort.abort(new Error('stopped by the test')))
    })

    const reading = readHttp({ url: site.url }, { signal: abort.signal })

    await expect(reading).rejects.toThrow('stopped by the test')
  })
})
