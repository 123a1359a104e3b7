import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { listen } from '../../scripts/service/listen.ts'

describe('listen', () => {
  it('answers a request of HTTP/1.0, which names no host', async () => {
    const server = await listen(
      { host: '127.0.0.1', port: 0 },
      () =>
        ({ url }) =>
          new Response(new URL(url).pathname),
    )
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    await once(socket, 'connect')

    socket.write('GET /healthz HTTP/1.0\r\n\r\n')
    const answer = await text(socket)
    await server.stop(1_000)

    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n.*\r\n\r\n\/healthz$/s)
  })
})
