import { hash } from 'node:crypto'
import type { Posting } from '../model/posting.ts'
import { CopyWriter, copyNulls } from './copy-encoding.ts'
import { facetsOf } from './facets.ts'
import { contentOf, storable, storableJson } from './posting-json.ts'

/** A posting with its place in the feed, counted from 1. */
export interface PlacedPosting {
  readonly position: number
  readonly posting: Posting
}

/** The columns of the incoming table, in the order in which they are sent. */
export const incomingColumns = 'id, position, hash, content, facets'

const hashBytes = 32
const unknownHash = Buffer.alloc(hashBytes)

// About as much as a group of postings takes up.
const usualRoom = 1_500_000

interface Place {
  readonly start: number
  readonly hashAt: number
  readonly contentAt: number
  readonly end: number
}

/**
 * Postings as tuples of a binary COPY: id text, position integer, hash bytea (SHA-256 of content), content jsonb (canonical JSON),
 * facets jsonb (facets.ts).
 */
export class PostingRows {
  readonly #writer = new CopyWriter(usualRoom)
  readonly #places: Place[] = []
  readonly #ids: string[] = []

  get count(): number {
    return this.#places.length
  }

  /** The ids, in order. */
  get ids(): readonly string[] {
    return this.#ids
  }

  /** The hashes, in order. */
  hashes(): readonly Buffer[] {
    return this.#places.map(({ hashAt }) => this.#writer.slice(hashAt, hashAt + hashBytes))
  }

  add({ position, posting }: PlacedPosting): void {
    const writer = this.#writer
    const id = storable(posting.id)
    const start = writer.end
    writer.tuple(5)
    writer.text(id)
    writer.integer(position)
    const hashAt = writer.binary(unknownHash)
    const contentAt = writer.end
    const textAt = writer.json(contentOf(posting))
    writer.slice(hashAt, hashAt + hashBytes).set(hash('sha256', writer.slice(textAt, writer.end), 'buffer'))
    writer.json(storableJson(facetsOf(posting)))
    this.#places.push({ start, hashAt, contentAt, end: writer.end })
    this.#ids.push(id)
  }

  /** All tuples; those that are stored already, by their index, without content and facets. */
  bytes(stored: ReadonlySet<number>): Buffer {
    if (stored.size === 0) return this.#writer.slice(0, this.#writer.end)
    const nulls = copyNulls(2)
    const parts = this.#places.flatMap(({ start, contentAt, end }, index) =>
      stored.has(index) ? [this.#writer.slice(start, contentAt), nulls] : [this.#writer.slice(start, end)],
    )
    return Buffer.concat(parts)
  }
}
