import { createServer as createTlsSite } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createDispatcher, type Patience } from '../../scripts/source/dispatcher.ts'
import { selfSigned } from '../support/certificate.ts'
import { csv, readHttp } from './read-http.ts'
import { openSite } from './site.ts'

// undici looks at its clock twice a second, so that each takes one: the tests that meet it run side by side.
const soon = 40
const never = 60_000

/** Reads what a host says to one who is as patient as this; what is not said is as good as endless. */
async function readFrom(url: string, patience: Partial<Patience> = {}): Promise<unknown> {
  const dispatcher = createDispatcher(['127.0.0.1', 'localhost'], { connectMs: never, answerMs: never, idleMs: never, ...patience })
  try {
    return await readHttp({ url }, { dispatcher })
  } finally {
    await dispatcher.destroy()
  }
}

interface Host extends AsyncDisposable {
  readonly port: number
  /** Connections that were made. */
  readonly connections: readonly Socket[]
}

async function listen(server: Server): Promise<Host> {
  const connections: Socket[] = []
  server.on('connection', (socket: Socket) => connections.push(socket.on('error', () => {})))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

describe.concurrent('readSource from a host that falls silent', () => {
  it('does not wait for ever for a connection, and tries again', async () => {
    // It takes the connection and never shakes hands.
    await using host = await listen(createServer())

    const reading = readFrom(`https://127.0.0.1:${host.port}/`, { connectMs: soon })

    await expect(reading).rejects.toMatchObject({
      causeName: 'timeout',
      message: expect.stringContaining('the host did not take the connection within 10 s'),
    })
    expect(host.connections).toHaveLength(4)
  })

  it('does not wait for ever for the answer to begin, and tries again', async () => {
    await using site = await openSite(() => {})

    const reading = readFrom(site.url, { answerMs: soon })

    await expect(reading).rejects.toMatchObject({
      causeName: 'timeout',
      message: expect.stringContaining('took the request and did not answer'),
    })
    expect(site.requests).toHaveLength(4)
  })

  it('does not wait for ever for the rest of an answer', async () => {
    await using site = await openSite((_request, response) => response.write(csv))

    const reading = readFrom(site.url, { idleMs: soon })

    await expect(reading).rejects.toMatchObject({ causeName: 'timeout', message: expect.stringContaining('fell silent in the middle') })
    expect(site.requests).toHaveLength(1)
  })

  it('does not count the silence before the answer as one in the middle of it', async () => {
    await using site = await openSite((_request, response, attempt) => void (attempt > 1 && response.end(csv)))

    const reading = readFrom(site.url, { answerMs: soon, idleMs: never })

    await expect(reading).resolves.toMatchObject({ records: [{ fields: { id: '1' } }] })
  })
})

describe('readSource where there is no connection', () => {
  it('says that nothing listens', async () => {
    const host = await listen(createServer())
    await host[Symbol.asyncDispose]()

    const reading = readFrom(`http://127.0.0.1:${host.port}/`)

    await expect(reading).rejects.toMatchObject({
      causeName: 'unreachable',
      message: `acme/jobs: the host refuses the connection: nothing listens there (127.0.0.1:${host.port}, ECONNREFUSED)`,
    })
  })

  it('says that DNS knows no such host', async () => {
    // A label has 63 letters at most (RFC 1035): the resolver of this machine refuses it without asking another.
    const name = `${'a'.repeat(64)}.example`

    const reading = readFrom(`http://${name}/`)

    await expect(reading).rejects.toMatchObject({
      causeName: 'unreachable',
      message: `acme/jobs: the host has no address, as far as DNS knows (${name}, ENOTFOUND)`,
    })
  })

  it('reads nothing from a host whose certificate nobody has signed, and does not ask it again', async () => {
    await using host = await listen(createTlsSite(selfSigned(['localhost'], new Date()), (_request, response) => response.end(csv)))

    const reading = readFrom(`https://localhost:${host.port}/`)

    await expect(reading).rejects.toMatchObject({
      causeName: 'untrusted',
      message: 'acme/jobs: the certificate of the host cannot be trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    })
    expect(host.connections).toHaveLength(1)
  })

  it('says that TLS failed where the host speaks without', async () => {
    await using site = await openSite((_request, response) => response.end(csv))

    const reading = readFrom(site.url.replace('http:', 'https:'))

    await expect(reading).rejects.toMatchObject({ causeName: 'untrusted', message: expect.stringContaining('TLS failed') })
  })
})
