import { createHash } from 'node:crypto'
import { SourceError } from '../errors.ts'

// What the first look needs: magic bytes, an XML declaration, the beginning of a web page.
const firstLook = 4096

// Larger pieces make larger batches of records: they cost memory and win nothing (measured from 16 KB to 1 MB).
const largestPiece = 65_536

/** The same bytes in pieces of at most 64 KB, of which the first has at least 4 KB unless there is no more. */
export async function* cutPieces(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] | undefined = []
  let size = 0
  for await (const chunk of bytes) {
    if (waiting === undefined) {
      yield* cut(chunk)
      continue
    }
    waiting.push(chunk)
    size += chunk.length
    if (size < firstLook) continue
    yield* cut(Buffer.concat(waiting))
    waiting = undefined
  }
  if (waiting !== undefined && size > 0) yield Buffer.concat(waiting)
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
