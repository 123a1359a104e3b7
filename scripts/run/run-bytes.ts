import type { Feed } from '../model/feed.ts'
import { type OpenBytes, openBytes, openGiven, type Reading, readOpened, type SourceContext } from '../source/read.ts'
import type { Memory } from '../store/runs.ts'
import type { Snapshot } from '../store/snapshots.ts'
import type { Fetched } from './import-feed.ts'
import { Spool } from './spool.ts'

/** Opens what a run reads. `memory` is what the last good run read, for asking whether there is anything new. */
export type ByteSource = (feed: Feed, context: SourceContext, memory: Memory | undefined) => Promise<OpenBytes>

/** The feed's own source. */
export const ownSource: ByteSource = (feed, context, memory) =>
  openBytes(feed, memory === undefined ? context : { ...context, earlier: memory })

/** What an earlier run read. */
export function snapshotSource(snapshot: Snapshot): ByteSource {
  const { charset, bytes } = snapshot
  return async (feed) => openGiven(feed, snapshot.read(), { totalBytes: bytes, ...(charset === undefined ? {} : { charset }) })
}

/** The bytes of one run: fetched first, then read, then kept or not. */
export class RunBytes implements AsyncDisposable {
  readonly spool: Spool
  readonly #source: ByteSource
  readonly #context: SourceContext
  #opened: OpenBytes | undefined

  private constructor(source: ByteSource, context: SourceContext, spool: Spool) {
    this.#source = source
    this.#context = context
    this.spool = spool
  }

  static async of(source: ByteSource, context: SourceContext): Promise<RunBytes> {
    return new RunBytes(source, context, await Spool.open())
  }

  /** The encoding that the HTTP header named. */
  get charset(): string | undefined {
    return this.#opened?.charset
  }

  /** Fetches all bytes, and tells whether they are new. Throws SourceError. */
  async fetch(feed: Feed, memory: Memory | undefined): Promise<Fetched> {
    const opened = await this.#source(feed, this.#context, memory)
    this.#opened = opened
    if (opened.isNotModified) return { kind: 'same' }
    const total = opened.totalBytes === undefined ? {} : { totalBytes: opened.totalBytes }
    await this.spool.fill(opened.bytes, () => this.#context.onProgress?.({ bytes: opened.bytesReceived, records: 0, ...total }))
    const facts = opened.facts()
    // The list is as complete as the one that it equals.
    return memory?.contentHash === facts.contentHash ? { kind: 'same', source: { ...facts, isComplete: true } } : { kind: 'bytes' }
  }

  /** Reads the records in what was fetched. Throws SourceError while they are read. */
  read(feed: Feed): Reading {
    if (this.#opened === undefined) throw new Error(`${feed.id}: nothing was fetched`)
    const { spool } = this
    let read = 0
    async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
      for await (const piece of spool.read()) {
        read += piece.length
        yield piece
      }
    }
    const { facts, charset } = this.#opened
    const again: OpenBytes = {
      isNotModified: false,
      bytes: pieces(),
      get bytesReceived() {
        return read
      },
      totalBytes: spool.bytes,
      facts,
      ...(charset === undefined ? {} : { charset }),
    }
    return readOpened(feed, again, this.#context)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened?.close?.()
    await this.spool[Symbol.asyncDispose]()
  }
}
