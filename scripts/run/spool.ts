import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import type { Compressed } from '../store/snapshots.ts'
import { SpoolFile } from './spool-file.ts'
import { zstdParameters } from './zstd.ts'

// Most feeds are smaller, and a file costs more than reading them.
const mostHeld = 524_288

/**
 * The bytes of one run, so that they can be told from those of the run before, read again, and kept as a snapshot: in memory while they are few, then
 * in a file, so that memory does not grow with them.
 */
export class Spool implements AsyncDisposable {
  #held: Uint8Array[] = []
  #bytes = 0
  #file: SpoolFile | undefined

  /** How many bytes went in. */
  get bytes(): number {
    return this.#bytes
  }

  /** Takes a piece, which must not change any more; the next is given when this resolves. */
  async write(piece: Uint8Array): Promise<void> {
    this.#bytes += piece.length
    if (this.#file !== undefined) return await this.#file.write(piece)
    this.#held.push(piece)
    if (this.#bytes <= mostHeld) return
    const held = this.#held
    this.#held = []
    this.#file = await SpoolFile.open()
    for (const each of held) await this.#file.write(each)
  }

  /** No more pieces come. What was taken can be read once this resolves. */
  async end(): Promise<void> {
    await this.#file?.end()
  }

  /** The bytes, as often as one likes. */
  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* this.#file?.read() ?? this.#held
  }

  /** The bytes as a snapshot has them (zstd). */
  async compressed(): Promise<Compressed> {
    if (this.#file !== undefined) return this.#file
    const stored = await promisify(zstdCompress)(Buffer.concat(this.#held), { params: zstdParameters })
    async function* pieces(): AsyncGenerator<Buffer> {
      yield stored
    }
    return { bytes: this.#bytes, storedBytes: stored.length, pieces }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.[Symbol.asyncDispose]()
  }
}
