import type { Feed } from '../model/feed.ts'
import { type OpenBytes, openBytes, openGiven, type Reading, readOpened, type SourceContext } from '../source/read.ts'
import type { Recall } from '../source/recall.ts'
import type { EarlierSource } from '../store/runs.ts'
import type { Snapshot } from '../store/snapshots.ts'
import { temporaryFault } from '../temporary-folder.ts'
import type { Fetched } from './import-feed.ts'
import { Spool } from './spool.ts'

/** Opens what a run reads. `earlier` is what the last good run read, for asking whether there is anything new. */
export type ByteSource = (feed: Feed, context: SourceContext, earlier: EarlierSource | undefined) => Promise<OpenBytes>

/** The feed's own source. */
export const ownSource: ByteSource = (feed, context, earlier) => openBytes(feed, earlier === undefined ? context : { ...context, earlier })

/** What an earlier run read. */
export function snapshotSource(snapshot: Snapshot): ByteSource {
  const { charset, bytes } = snapshot
  return async (feed) => openGiven(feed, snapshot.read(), { totalBytes: bytes, ...(charset === undefined ? {} : { charset }) })
}

/**
 * The bytes of one run. Where they may be those of the last good run, they are fetched before any is read, since mapping them until
 * that is known would be for nothing; otherwise they are read as they come. Either way they are kept for a snapshot.
 */
export class RunBytes implements AsyncDisposable {
  readonly spool = new Spool()
  readonly #source: ByteSource
  readonly #context: SourceContext
  #opened: OpenBytes | undefined
  #arriving: AsyncIterator<Uint8Array> | undefined
  #isKept = true

  constructor(source: ByteSource, context: SourceContext) {
    this.#source = source
    this.#context = context
  }

  /** Whether the spool holds what came: not so on a machine without room for it. */
  get isKept(): boolean {
    return this.#isKept
  }

  /** The encoding that the HTTP header named. */
  get charset(): string | undefined {
    return this.#opened?.charset
  }

  /** Opens the source, and tells whether its bytes are those of `earlier`; may be asked once. Throws SourceError. */
  async fetch(feed: Feed, earlier: EarlierSource | undefined): Promise<Fetched> {
    const opened = await this.#source(feed, this.#context, earlier)
    this.#opened = opened
    if (opened.isNotModified) return { kind: 'same' }
    this.#arriving = opened.bytes[Symbol.asyncIterator]()
    if (earlier?.contentHash === undefined) return { kind: 'bytes' }
    for await (const _ of this.#arrive()) this.#context.onProgress?.({ bytes: opened.bytesReceived, records: 0, ...totalOf(opened) })
    const { isOpenEnded: _, ...facts } = opened.facts()
    // The list is as complete as the one that it equals.
    return earlier.contentHash === facts.contentHash ? { kind: 'same', source: { ...facts, isComplete: true } } : { kind: 'bytes' }
  }

  /** Reads the records, but for those that are recalled. Throws SourceError while they are read. */
  read(feed: Feed, recall?: Recall): Reading {
    const opened = this.#opened
    if (opened === undefined) throw new Error(`${feed.id}: nothing was fetched`)
    return readOpened(feed, this.#arriving === undefined ? this.#again(opened) : this.#firstTime(opened), {
      ...this.#context,
      ...(recall && { recall }),
    })
  }

  /**
   * Fetches what has not come yet, so that a snapshot of bytes in which reading stumbled is whole; as far as that goes, since how the run ended is
   * known.
   */
  async complete(): Promise<void> {
    try {
      for await (const _ of this.#arrive());
    } catch {}
  }

  #firstTime(opened: OpenBytes): OpenBytes {
    const { facts, charset } = opened
    return {
      isNotModified: false,
      bytes: this.#arrive(),
      get bytesReceived() {
        return opened.bytesReceived
      },
      facts,
      ...totalOf(opened),
      ...(charset === undefined ? {} : { charset }),
    }
  }

  #again({ facts, charset }: OpenBytes): OpenBytes {
    const { spool } = this
    let read = 0
    async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
      for await (const piece of spool.read()) {
        read += piece.length
        yield piece
      }
    }
    return {
      isNotModified: false,
      bytes: pieces(),
      get bytesReceived() {
        return read
      },
      totalBytes: spool.bytes,
      facts,
      ...(charset === undefined ? {} : { charset }),
    }
  }

  /** The bytes as they come, each piece being spooled while it is looked at. Whoever stops in between leaves the rest where it is. */
  async *#arrive(): AsyncGenerator<Uint8Array, void, undefined> {
    const arriving = this.#arriving
    if (arriving === undefined) return
    try {
      for (let next = await arriving.next(); !next.done; next = await arriving.next()) {
        const written = this.#keep(this.spool.write(next.value))
        written.catch(() => {})
        try {
          yield next.value
        } finally {
          // Whoever stops here may go on later, and the spool takes one piece at a time.
          await written
        }
      }
      this.#arriving = undefined
      await this.#keep(this.spool.end())
    } catch (error) {
      this.#arriving = undefined
      await this.#keep(this.spool.end()).catch(() => {})
      throw error
    }
  }

  async #keep(writing: Promise<void>): Promise<void> {
    try {
      await writing
    } catch (error) {
      this.#isKept = false
      throw temporaryFault(error)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#arriving?.return?.()
    await this.#opened?.close?.()
    await this.spool[Symbol.asyncDispose]()
  }
}

function totalOf({ totalBytes }: OpenBytes): { readonly totalBytes?: number } {
  return totalBytes === undefined ? {} : { totalBytes }
}
