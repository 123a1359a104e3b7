import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams'
import { copyHeader, copyTrailer } from './copy-encoding.ts'

const nothing = Buffer.alloc(0)

/**
 * A COPY in binary format into a table, under way on a connection that does nothing else until it ends. What PostgreSQL or the connection throws is
 * thrown as it is.
 */
export class CopyIn {
  readonly #copy: CopyStreamQuery
  readonly #socket: Duplex
  readonly #failure = Promise.withResolvers<never>()
  #isBroken = false

  /** `columns` is the table with its columns in parentheses, in the order in which tuples have them. */
  constructor(connection: pg.PoolClient, columns: string) {
    // A connection of a pool is a Client, which its type hides.
    this.#socket = (connection as unknown as pg.Client).connection.stream
    this.#copy = connection.query(copyFrom(`copy ${columns} from stdin (format binary)`))
    // Not once: a connection that breaks may say so several times.
    this.#copy.on('error', (error) => {
      this.#isBroken = true
      this.#failure.reject(error)
    })
    this.#failure.promise.catch(() => {})
    this.#copy.write(copyHeader)
  }

  /** Sends tuples, or a part of them. Resolves when the bytes have left this process: whoever made them may use their memory again. */
  async send(bytes: Buffer): Promise<void> {
    // It would take the bytes and stumble over the connection that it has lost.
    if (this.#isBroken) await this.#failure.promise
    const { promise: taken, resolve, reject } = Promise.withResolvers<void>()
    this.#copy.write(bytes, (error) => (error ? reject(error) : resolve()))
    await Promise.race([taken, this.#failure.promise])
    // A few bytes are taken at once and may still wait in the socket, which does not copy them; what is written after them goes after them.
    if (this.#socket.writableLength === 0) return
    const { promise: left, resolve: leave } = Promise.withResolvers<void>()
    this.#socket.write(nothing, () => leave())
    await Promise.race([left, this.#failure.promise])
  }

  /** No more tuples come. Resolves when PostgreSQL has taken all. */
  async end(): Promise<void> {
    if (this.#isBroken) await this.#failure.promise
    this.#copy.end(copyTrailer)
    await Promise.race([once(this.#copy, 'finish'), this.#failure.promise])
  }

  /** Gives up because of `reason`: PostgreSQL takes none of the tuples, and the connection is free for a rollback. */
  async abandon(reason: Error): Promise<void> {
    if (this.#isBroken) return
    this.#copy.destroy(reason)
    await this.#failure.promise.catch(() => {})
  }
}
