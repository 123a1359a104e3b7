import { hash } from 'node:crypto'
import type { Posting } from '../model/posting.ts'
import type { Fingerprint } from '../model/recall.ts'
import { CopyWriter } from './copy-encoding.ts'
import { facetsOf } from './facets.ts'
import { contentOf, storable, storableJson } from './posting-json.ts'

/** What is remembered of a record so that it may be recalled: the fingerprint of its text, and the number of its shape. */
export interface Recallable {
  readonly fingerprint: Fingerprint
  readonly shape: number
}

/** A posting with its place in the feed, counted from 1. */
export interface PlacedPosting {
  readonly position: number
  readonly posting: Posting
  /** Where its record may be recalled by the next run. */
  readonly recallable?: Recallable
}

/** That a posting is as it is stored, since its record was recalled. */
export interface RecalledPosting {
  readonly position: number
  readonly id: string
  readonly hash: Uint8Array
  /** That of the record. Its shape is remembered already. */
  readonly fingerprint: Fingerprint
}

/** What a run receives. */
export type ReceivedPosting = PlacedPosting | RecalledPosting

/** The columns of the incoming table, in the order in which they are sent. */
export const incomingColumns = 'id, position, hash, fingerprint, shape, content, facets'

const columns = incomingColumns.split(',').length
const hashBytes = 32
const unknownHash = Buffer.alloc(hashBytes)

const twoNulls = Buffer.alloc(8, 0xff)

// As much as a small feed takes up; where there is more, it grows once.
const usualRoom = 65_536

interface Place {
  readonly id: string
  readonly start: number
  readonly hashAt: number
  readonly contentAt: number
  readonly end: number
}

/**
 * Postings as tuples of a binary COPY: id text, position integer, hash bytea (SHA-256 of content), fingerprint uuid, shape smallint,
 * content jsonb (canonical JSON), facets jsonb (facets.ts). The last two are null where the posting is stored just so.
 */
export class PostingRows {
  readonly #writer = new CopyWriter(usualRoom)
  /** Where the postings stand that came whole. */
  #places: Place[] = []
  #recalled = 0

  /** How many there are. */
  get count(): number {
    return this.#places.length + this.#recalled
  }

  /** How many of them were recalled. */
  get recalled(): number {
    return this.#recalled
  }

  /** The ids of those that came whole, in order. */
  ids(): readonly string[] {
    return this.#places.map(({ id }) => id)
  }

  /** Their hashes. */
  hashes(): readonly Buffer[] {
    return this.#places.map(({ hashAt }) => this.#writer.slice(hashAt, hashAt + hashBytes))
  }

  add(received: ReceivedPosting): void {
    if ('posting' in received) this.#addWhole(received)
    else this.#addRecalled(received)
  }

  #addWhole({ position, posting, recallable }: PlacedPosting): void {
    const writer = this.#writer
    const id = storable(posting.id)
    const start = writer.end
    writer.tuple(columns)
    writer.text(id)
    writer.integer(position)
    const hashAt = writer.binary(unknownHash)
    if (recallable === undefined) writer.nulls(2)
    else {
      writer.hex(recallable.fingerprint)
      writer.smallInteger(recallable.shape)
    }
    const contentAt = writer.end
    const textAt = writer.json(contentOf(posting))
    // As a string of bytes, which takes half the time of a buffer that is copied.
    writer.slice(hashAt, hashAt + hashBytes).write(hash('sha256', writer.slice(textAt, writer.end), 'binary'), 'latin1')
    writer.json(storableJson(facetsOf(posting)))
    this.#places.push({ id, start, hashAt, contentAt, end: writer.end })
  }

  /** Without shape, since what is remembered of it stays as it is. */
  #addRecalled({ position, id, hash, fingerprint }: RecalledPosting): void {
    const writer = this.#writer
    writer.tuple(columns)
    writer.text(id)
    writer.integer(position)
    writer.binary(hash)
    writer.hex(fingerprint)
    writer.nulls(3)
    this.#recalled += 1
  }

  /** Makes room for others; what `bytes` gave is overwritten by them. */
  clear(): void {
    this.#writer.clear()
    this.#places = []
    this.#recalled = 0
  }

  /** All tuples; of those that came whole, the ones that are stored already, by their index, without content and facets. */
  bytes(stored: ReadonlySet<number>): Buffer {
    const writer = this.#writer
    const parts: Buffer[] = []
    let from = 0
    for (const index of stored) {
      const { contentAt, end } = this.#places[index]!
      parts.push(writer.slice(from, contentAt), twoNulls)
      from = end
    }
    const rest = writer.slice(from, writer.end)
    return parts.length === 0 ? rest : Buffer.concat([...parts, rest])
  }
}
