import { createHash } from 'node:crypto'
import { SourceError } from '../errors.ts'

// What the first look needs: magic bytes, an XML declaration, the beginning of a web page. Smaller pieces cost time, too: each is looked at together
// with what is held of an open record (measured: a record of 100 KB in pieces of one byte, as a host may send them, takes a second).
const smallestPiece = 4096

// Larger pieces make larger batches of records: they cost memory and win nothing (measured from 16 KB to 1 MB).
const largestPiece = 65_536

/** The same bytes in pieces of at most 64 KB, of which the first has at least 4 KB unless there is no more, and none is much smaller for long. */
export async function* cutPieces(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of bytes) {
      waiting.push(chunk)
      size += chunk.length
      if (size < smallestPiece) continue
      const gathered = waiting.length === 1 ? chunk : Buffer.concat(waiting)
      waiting = []
      size = 0
      yield* cut(gathered)
    }
  } catch (error) {
    // What came before the bytes broke off is told first.
    if (size > 0) yield Buffer.concat(waiting)
    throw error
  }
  if (size > 0) yield Buffer.concat(waiting)
}

function* cut(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < chunk.length; start += largestPiece) yield chunk.subarray(start, start + largestPiece)
}

/** Counts and hashes the bytes that pass, and ends the reading with `tooLarge` where they are more than the limit. */
export class Meter {
  readonly #feed: string
  readonly #limit: number
  readonly #hash = createHash('sha256')
  #bytes = 0

  /** `limit` in bytes. */
  constructor(feed: string, limit: number) {
    this.#feed = feed
    this.#limit = limit
  }

  get bytes(): number {
    return this.#bytes
  }

  async *pass(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of bytes) {
      this.#bytes += chunk.length
      if (this.#bytes > this.#limit) {
        throw new SourceError(
          this.#feed,
          'tooLarge',
          `more than ${this.#limit / 1_000_000} MB after decompression: raise limits.megabytes if that is right`,
        )
      }
      this.#hash.update(chunk)
      yield chunk
    }
  }

  /** SHA-256 (hex) of all that passed; once, at the end. */
  digest(): string {
    return this.#hash.digest('hex')
  }
}
