import type { Dispatcher } from 'undici'
import { SourceError } from '../errors.ts'
import type { Feed } from '../model/feed.ts'
import type { SourceRecord } from '../model/record.ts'
import type { SourceFacts } from '../model/run.ts'
import { isSamplePath } from '../model/sample-place.ts'
import type { Content } from './answer.ts'
import { cutPieces, Meter } from './bytes.ts'
import type { Secrets } from './credentials.ts'
import { decodeText, type TextEncoding } from './decode.ts'
import { decompress } from './decompress.ts'
import { openFile } from './file.ts'
import { openUrl } from './http.ts'
import { parseText, type TextContext } from './parse.ts'
import { isWebPage } from './web-page.ts'

/** What reading a source needs from its surroundings. */
export interface SourceContext extends TextContext {
  /** Root of the repository, for file transports. */
  readonly root: string
  /** Carries the requests instead of our own, which refuses private addresses; see dispatcher.ts. Stays open. */
  readonly dispatcher?: Dispatcher
  /** Secrets of the environment: NAME, and NAME_HOST, the one host (or host:port) that may receive it. */
  readonly secrets: Secrets
  /** Hosts (host or host:port) that may resolve to private addresses; everything else that does is refused. */
  readonly privateHosts: readonly string[]
  readonly signal?: AbortSignal
  /** What the last good run read: for a conditional GET. */
  readonly earlier?: { readonly etag?: string; readonly lastModified?: string; readonly contentHash?: string }
  /** Told after each piece: bytes received so far and the total where it was said, records so far. */
  readonly onProgress?: (progress: { readonly bytes: number; readonly totalBytes?: number; readonly records: number }) => void
  /** Waits before a request is tried again; time passes unless a test says otherwise. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>
  /** Milliseconds since 1970, for a Retry-After that is a date; the clock's unless a test says otherwise. */
  readonly now?: () => number
  /** Gives the signal that ends a whole request after so many milliseconds; time passes unless a test says otherwise. */
  readonly deadline?: (ms: number) => AbortSignal
  /** Told each piece of the bytes after decompression, in order: for keeping them beside the reading. */
  readonly onBytes?: (bytes: Uint8Array) => void
  /** Told at the end in which encoding the bytes were: for reading the same bytes again. */
  readonly onEncoding?: (encoding: TextEncoding) => void
}

/** A source that has begun to answer. Whoever does not go through its records to their end disposes of it, or the connection stays open. */
export interface Reading extends AsyncDisposable {
  readonly isNotModified: boolean
  /** The records in batches, in order, read as they are asked for; may be gone through once. Throws SourceError. */
  readonly records: AsyncIterable<readonly SourceRecord[]>
  /** What was read; only after the records have ended. */
  facts(): SourceFacts
}

/** What readBytes needs: nothing from outside. */
export interface BytesContext extends TextContext, Pick<SourceContext, 'onProgress' | 'onBytes' | 'onEncoding'> {
  /** The encoding that the HTTP header named when these bytes came. */
  readonly charset?: string | undefined
  /** How many bytes there are, for progress. */
  readonly totalBytes?: number | undefined
}

// The schema's default of limits.megabytes.
const defaultMegabytes = 1000

const openEnd =
  'the answer says neither its length nor where it ends, so that a list which breaks off looks whole: ask the client for Content-Length'

/** The bytes of a source that has begun to answer, before anything is made of them. */
export interface OpenBytes {
  /** Lets the connection or file go, where the bytes are not gone through to their end. */
  readonly close?: () => Promise<void>
  readonly isNotModified: boolean
  /** After decompression, in order; may be gone through once. Throws SourceError. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** How many came so far, on the wire. */
  readonly bytesReceived: number
  /** How many will come on the wire, where it was said. */
  readonly totalBytes?: number
  /** The encoding that the HTTP header named. */
  readonly charset?: string
  /** What came; only after the bytes have ended. */
  facts(): ByteFacts
}

/** What is known of bytes without reading records in them. */
export type ByteFacts = Pick<SourceFacts, 'bytesReceived' | 'bytes' | 'contentHash' | 'etag' | 'lastModified'> &
  Pick<Content, 'isOpenEnded'>

/** Opens the source of a feed for its bytes. Throws SourceError: here what the transport meets, later what the bytes do. */
export async function openBytes(feed: Feed, context: SourceContext): Promise<OpenBytes> {
  const { http, file } = feed.source
  const answer = http === undefined ? await openFile(feed.id, context.root, file!.path) : await openUrl(feed.id, http, context)
  if (answer.kind === 'content') return openContent(feed, answer)
  const { etag, lastModified, contentHash = '' } = context.earlier ?? {}
  const facts = { bytesReceived: 0, bytes: 0, contentHash, ...(etag && { etag }), ...(lastModified && { lastModified }) }
  return { isNotModified: true, bytes: noBytes(), bytesReceived: 0, facts: () => facts }
}

/** Opens the source of a feed. Throws SourceError with its cause: here what the transport meets, while records are read what the bytes hold. */
export async function readSource(feed: Feed, context: SourceContext): Promise<Reading> {
  return readOpened(feed, await openBytes(feed, context), context)
}

/** Opens bytes that are already here (a snapshot, a sample, a given file) as the feed's source would be opened; gzip is undone. */
export function openGiven(feed: Feed, bytes: Uint8Array | AsyncIterable<Uint8Array>, context: BytesContext = {}): OpenBytes {
  const body = bytes instanceof Uint8Array ? cutPieces([bytes]) : bytes
  const { charset, totalBytes } = context
  const known = { ...(charset !== undefined && { charset }), ...(totalBytes !== undefined && { totalBytes }) }
  return openContent(feed, { kind: 'content', body, contentEncoding: '', ...known })
}

/** Reads bytes that are already here as the feed's source would be read. */
export function readBytes(feed: Feed, bytes: Uint8Array | AsyncIterable<Uint8Array>, context: BytesContext = {}): Reading {
  return readOpened(feed, openGiven(feed, bytes, context), context)
}

async function* noBytes(): AsyncGenerator<Uint8Array, void, undefined> {}

function openContent(feed: Feed, content: Content): OpenBytes {
  const { body, contentEncoding, charset, totalBytes, isOpenEnded, etag, lastModified, close } = content
  const megabytes = feed.source.http?.limits?.megabytes ?? defaultMegabytes
  const meter = new Meter(feed.id, megabytes * 1_000_000)
  let received = 0
  let contentHash: string | undefined
  let isPacked = false
  async function* receive(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of body) {
      received += chunk.length
      // Bytes that expand to nothing (a gzip of endless empty members) would never reach the limit after decompression.
      if (received > megabytes * 1_000_000)
        throw new SourceError(feed.id, 'tooLarge', `more than ${megabytes} MB on the wire: raise limits.megabytes if that is right`)
      yield chunk
    }
  }
  return {
    isNotModified: false,
    ...(close !== undefined && { close }),
    bytes: meter.pass(decompress(receive(), { contentEncoding, entry: feed.source.entry, onPacked: () => (isPacked = true) }, feed.id)),
    get bytesReceived() {
      return received
    },
    ...(charset !== undefined && { charset }),
    ...(totalBytes !== undefined && { totalBytes }),
    facts() {
      // A digest can be taken once.
      contentHash ??= meter.digest()
      const told = {
        ...(etag !== undefined && { etag }),
        ...(lastModified !== undefined && { lastModified }),
        ...(isOpenEnded && !isPacked && { isOpenEnded }),
      }
      return { bytesReceived: received, bytes: meter.bytes, contentHash, ...told }
    },
  }
}

/** Reads records in bytes that were opened, or in the same bytes as they were kept meanwhile. */
export function readOpened(feed: Feed, opened: OpenBytes, context: BytesContext): Reading {
  const dispose = async () => await opened.close?.()
  if (opened.isNotModified) {
    const facts = () => ({ ...opened.facts(), isComplete: false })
    return { isNotModified: true, records: noRecords(), facts, [Symbol.asyncDispose]: dispose }
  }
  const warnings: string[] = []
  let facts: SourceFacts | undefined

  async function* records(): AsyncGenerator<readonly SourceRecord[], void, undefined> {
    const text = decodeText(tap(opened.bytes, context.onBytes), {
      feed: feed.id,
      declared: Object.values(feed.source.format)[0]?.encoding,
      charset: opened.charset,
      onWarning: (warning) => warnings.push(warning),
      onEncoding: context.onEncoding,
    })
    const { totalBytes } = opened
    let count = 0
    const parsed = parseText(feed, refuseWebPage(text, feed.id), context)
    for await (const batch of parsed.records) {
      count += batch.length
      yield batch
      context.onProgress?.({ bytes: opened.bytesReceived, records: count, ...(totalBytes !== undefined && { totalBytes }) })
    }
    const { isOpenEnded, ...known } = opened.facts()
    const { isComplete, ...counted } = completeness(count, parsed.claimed(), feed)
    const isWhole = !isOpenEnded || endsItself(feed)
    if (!isWhole) warnings.push(openEnd)
    facts = { ...known, ...counted, isComplete: isComplete && isWhole, ...(warnings.length > 0 && { warnings }) }
  }

  return {
    isNotModified: false,
    records: records(),
    facts() {
      if (facts === undefined) throw new Error(`${feed.id}: the records have not ended`)
      return facts
    },
    [Symbol.asyncDispose]: dispose,
  }
}

/** Whether a text in the format of a feed shows by itself that it is whole. */
function endsItself({ source: { format } }: Feed): boolean {
  return format.xml !== undefined || format.json !== undefined
}

/**
 * A list that came to its natural end is complete, unless the source itself counts more, or was to count and does not. What a sample counts is the
 * whole feed, of which it is an excerpt: that it has fewer is known.
 */
function completeness(
  records: number,
  claimed: number | undefined,
  { source: { format, file } }: Feed,
): Pick<SourceFacts, 'isComplete' | 'claimed'> {
  if (claimed !== undefined && file !== undefined && isSamplePath(file.path)) return { isComplete: true }
  const isCounted = (format.xml ?? format.json)?.total !== undefined
  return { isComplete: !isCounted || (claimed !== undefined && records >= claimed), ...(claimed !== undefined && { claimed }) }
}

async function* noRecords(): AsyncGenerator<readonly SourceRecord[], void, undefined> {}

async function* tap(bytes: AsyncIterable<Uint8Array>, tell: BytesContext['onBytes']): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of bytes) {
    tell?.(chunk)
    yield chunk
  }
}

async function* refuseWebPage(text: AsyncIterable<string>, feed: string): AsyncGenerator<string, void, undefined> {
  let isFirst = true
  for await (const chunk of text) {
    if (isFirst && isWebPage(chunk))
      throw new SourceError(feed, 'webPage', 'a web page came where data was expected: see what the URL shows')
    isFirst = false
    yield chunk
  }
}
