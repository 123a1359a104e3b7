import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

/** Counts the clients that hold a connection open, and says when the last one has gone. */
export class Leases {
  readonly #server: Server
  readonly #holders = new Set<Socket>()
  readonly #onLast: () => void
  readonly #token: string
  readonly #grant: string

  /** `grant` is the line sent to whoever knows `token`; `onLast` is called each time that the number of leases falls to none. */
  constructor(token: string, grant: string, onLast: () => void) {
    this.#token = token
    this.#grant = grant
    this.#onLast = onLast
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket))
  }

  /** Listens on a free port of 127.0.0.1 and returns it. */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('a TCP server has an address')
    return address.port
  }

  get isNone(): boolean {
    return this.#holders.size === 0
  }

  /** Grants no more leases. */
  close(): void {
    this.#server.close()
  }

  #accept(socket: Socket): void {
    let received = ''
    socket.setEncoding('utf8').on('data', (text) => {
      received += text
      if (received.includes('\n') && !this.#holders.has(socket)) this.#answer(socket, received.trim())
    })
    // A client that was killed resets the connection; 'close' follows.
    socket.on('error', () => {})
  }

  #answer(socket: Socket, token: string): void {
    if (token !== this.#token || !this.#server.listening) return void socket.destroy()
    this.#holders.add(socket)
    socket.write(`${this.#grant}\n`)
    socket.once('end', () => this.#release(socket)).once('close', () => this.#release(socket))
  }

  #release(socket: Socket): void {
    if (!this.#holders.delete(socket)) return
    // The last connection stays half open until this process ends: so the client sees that all is over.
    if (this.isNone) this.#onLast()
    else socket.end()
  }
}
