import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline as connect, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { openTemporaryFolder } from '../temporary-folder.ts'

// The fastest: on feeds it saves four fifths, and higher levels win little for twice the time.
const level = 1

const pieceBytes = 1_000_000

/**
 * The bytes of one run, compressed (zstd) in a file of this machine, so that they can be told from those of the run before, then read, and kept
 * as a snapshot, in memory that does not grow with them. The file has no name: whatever becomes of this process, nothing is left.
 */
export class Spool implements AsyncDisposable {
  readonly #file: FileHandle
  #bytes = 0
  #storedBytes = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async open(): Promise<Spool> {
    await using folder = await openTemporaryFolder('spool')
    return new Spool(await open(join(folder.path, 'bytes.zst'), 'wx+', 0o600))
  }

  /** How many bytes went in. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many bytes they take up. */
  get storedBytes(): number {
    return this.#storedBytes
  }

  /** Takes all bytes, and tells after each piece. What they throw is thrown on; what came before it is kept. Once only. */
  async fill(bytes: AsyncIterable<Uint8Array>, onPiece: () => void): Promise<void> {
    let failure: { readonly error: unknown } | undefined
    const count = (length: number) => {
      this.#bytes += length
    }
    async function* untilFailure(): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        for await (const piece of bytes) {
          count(piece.length)
          yield piece
          onPiece()
        }
      } catch (error) {
        failure = { error }
      }
    }
    const compress = createZstdCompress({ chunkSize: 262_144, params: { [constants.ZSTD_c_compressionLevel]: level } })
    await pipeline(untilFailure(), compress, async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) {
        await this.#file.write(piece)
        this.#storedBytes += piece.length
      }
    })
    if (failure !== undefined) throw failure.error
  }

  /** The bytes, as often as one likes. */
  read(): AsyncIterable<Uint8Array> {
    // Without a callback it would throw what whoever reads is thrown already.
    return connect(Readable.from(this.pieces()), createZstdDecompress({ chunkSize: 262_144 }), () => {})
  }

  /** The bytes as they are stored, in pieces of at most 1 MB. */
  async *pieces(): AsyncGenerator<Buffer, void, undefined> {
    for (let start = 0; start < this.#storedBytes; start += pieceBytes) {
      const piece = Buffer.alloc(Math.min(pieceBytes, this.#storedBytes - start))
      await this.#file.read(piece, 0, piece.length, start)
      yield piece
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }
}
