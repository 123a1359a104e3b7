import { createSecureServer } from 'node:http2'
import { type AddressInfo, createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import type { Format } from '../../scripts/model/client.ts'
import { selfSigned } from '../support/certificate.ts'
import { csv, readHttp } from './read-http.ts'
import { openSite } from './site.ts'

/** A host that answers each connection with the same bytes, and closes it. */
async function openHost(answer: string | Uint8Array) {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(answer))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jobs.csv`,
    [Symbol.asyncDispose]: async () => await new Promise<void>((closed) => server.close(() => closed())),
  }
}

const length = csv.length.toString(16)

/** A host that answers with a list over HTTP/2 alone, and what takes it for safe. */
async function openHttp2Host() {
  const server = createSecureServer(selfSigned(['localhost'], new Date()), (_request, response) => response.end(csv))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } })
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/`,
    dispatcher,
    async [Symbol.asyncDispose]() {
      await dispatcher.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

describe('readSource from a host with ways of its own', () => {
  it.each([
    ['HTTP/1.0 without a length', `HTTP/1.0 200 OK\r\n\r\n${csv}`],
    ['hints before the answer', `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n${csv}`],
    [
      'chunks with extensions and a trailer',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${length};a="b"\r\n${csv}\r\n0\r\nx-sum: 1\r\n\r\n`,
    ],
  ])('reads %s', async (_what, answer) => {
    await using host = await openHost(answer)

    const { records } = await readHttp({ url: host.url })

    expect(records.map(({ fields }) => fields)).toEqual([{ id: '1', title: 'Boucher' }])
  })

  it.each([
    ['CSV whose end is that of the connection', csv, { csv: {} }, '', false],
    ['lines of JSON that end so', '{"id":1}\n', { jsonl: {} }, '', false],
    ['CSV of a stated length', csv, { csv: {} }, `content-length: ${csv.length}\r\n`, true],
    ['JSON, which has an end of its own', '[{"id":1}]', { json: {} }, '', true],
    ['compressed CSV, which has one, too', gzipSync(csv), { csv: {} }, 'content-encoding: gzip\r\n', true],
    ['a compressed file', gzipSync(csv), { csv: {} }, '', true],
    ['CSV whose encoding is none', csv, { csv: {} }, 'content-encoding: identity\r\n', false],
  ] as [string, string | Buffer, Format, string, boolean][])(
    'takes %s for what is proven complete, or not',
    async (_what, body, format, headers, isComplete) => {
      await using host = await openHost(
        Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nconnection: close\r\n${headers}\r\n`), Buffer.from(body)]),
      )

      const { records, facts } = await readHttp({ url: host.url }, {}, format)

      expect(records).toHaveLength(1)
      expect(facts.isComplete).toBe(isComplete)
      expect(facts.warnings ?? []).toEqual(isComplete ? [] : [expect.stringContaining('ask the client for Content-Length')])
      expect(facts).not.toHaveProperty('isOpenEnded')
    },
  )

  it('takes CSV over HTTP/2 for complete, whose frames say where it ends', async () => {
    await using host = await openHttp2Host()

    const { facts } = await readHttp({ url: host.url }, { dispatcher: host.dispatcher })

    expect(facts).toMatchObject({ isComplete: true })
    expect(facts.warnings).toBeUndefined()
  })

  it.each([
    ['speaks another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'unreachable', /not HTTP as it should be/],
    ['writes headers as no others do', `HTTP/1.1 200 OK\r\nx a : b\r\n\r\n${csv}`, 'unreachable', /not HTTP as it should be/],
    ['sends 20 KB of headers', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(20_000)}\r\n\r\n${csv}`, 'unreachable', /more headers than are read/],
    [
      'states two lengths',
      `HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: ${csv.length}\r\n\r\n${csv}`,
      'unreachable',
      /states a length .* not the real one/,
    ],
    [
      'loses count of its chunks',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${length}\r\n${csv}\r\nZZ\r\n`,
      'truncated',
      /ended before the answer did/,
    ],
    [
      'ends before the last chunk',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${length}\r\n${csv}\r\n`,
      'truncated',
      /ended before the answer did/,
    ],
  ])('says what is wrong where it %s', async (_what, answer, causeName, message) => {
    await using host = await openHost(answer)

    const reading = readHttp({ url: host.url })

    await expect(reading).rejects.toMatchObject({ name: 'SourceError', causeName, message: expect.stringMatching(message) })
  })

  it('names the headers of the client file where they cannot be sent', async () => {
    await using host = await openHost(`HTTP/1.1 200 OK\r\n\r\n${csv}`)

    const reading = readHttp({ url: host.url, headers: { 'x-name': '€' } })

    await expect(reading).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringContaining('see the headers in the client file'),
    })
  })

  it.each([
    ['an error', 404, { causeName: 'notFound' }],
    ['a passing one', 503, { causeName: 'refused' }],
    ['a redirect', 302, undefined],
  ])('does not wait for the end of %s that never comes', async (_what, status, expected) => {
    await using site = await openSite((request, response) => {
      if (request.url === '/new.csv') response.end(csv)
      else response.writeHead(status, { location: '/new.csv' }).write('wait')
    })

    const error = await readHttp({ url: site.url }).then(
      () => undefined,
      (caught) => caught,
    )

    if (expected === undefined) expect(error).toBeUndefined()
    else expect(error).toMatchObject(expected)
  })
})
