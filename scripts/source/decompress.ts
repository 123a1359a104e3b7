import { pipeline, Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { SourceError } from '../errors.ts'
import { cutPieces } from './bytes.ts'
import { foreignKind } from './foreign-bytes.ts'
import { isZip, readZip } from './zip.ts'

// Real answers have one. Each further one multiplies what a few bytes can grow to.
const mostEncodings = 2

// What servers write there though nothing was done to the bytes: the encoding of the text, and how S3 was sent the file. Browsers pass over it, too.
const untouched: ReadonlySet<string> = new Set(['identity', 'none', 'binary', 'utf-8', 'utf8', 'iso-8859-1', 'aws-chunked'])

interface Packing {
  readonly contentEncoding: string
  readonly entry?: string | undefined
  /** Told where there is something to undo: what is compressed has an end of its own. */
  readonly onPacked?: () => void
}

/**
 * The bytes without the encodings of Content-Encoding (RFC 9110: gzip, deflate, br; in the order in which they were applied), and without gzip where
 * the bytes themselves begin as gzip does (a file ending in .gz); of a zip archive the file that `entry` names (zip.ts). Throws `truncated` where
 * compressed bytes end early, `wrongFormat` where they are broken, or of a kind in which no feed can be read.
 */
export async function* decompress(
  bytes: AsyncIterable<Uint8Array>,
  { contentEncoding, entry, onPacked }: Packing,
  feed: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && !untouched.has(encoding))
  if (encodings.length > mostEncodings) throw new SourceError(feed, 'wrongFormat', `the answer is encoded ${encodings.length} times`)
  let plain: AsyncIterable<Uint8Array> = bytes
  if (encodings.length > 0) onPacked?.()
  for (const encoding of encodings.reverse()) plain = expand(plain, (beginning) => decoderOf(encoding, beginning, feed), feed)
  const unpack = (beginning: Uint8Array) => {
    const unpacker = unpackerOf(beginning, entry, feed)
    if (unpacker !== undefined) onPacked?.()
    return unpacker
  }
  yield* expand(plain, unpack, feed)
}

type Unpack = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

function unpackerOf(beginning: Uint8Array, entry: string | undefined, feed: string): Transform | Unpack | undefined {
  if (isZip(beginning)) return (bytes) => readZip(bytes, entry, feed)
  const foreign = foreignKind(beginning)
  if (foreign !== undefined) throw new SourceError(feed, 'wrongFormat', `the file is ${foreign}`)
  return beginning[0] === 0x1f && beginning[1] === 0x8b ? createGunzip() : undefined
}

function decoderOf(encoding: string, beginning: Uint8Array, feed: string): Transform {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'deflate':
      // RFC 9110 means zlib (RFC 1950, low bits 8); some servers send bare deflate.
      return (beginning[0]! & 0x0f) === 8 ? createInflate() : createInflateRaw()
    default:
      throw new SourceError(feed, 'wrongFormat', `the answer is encoded as "${encoding.slice(0, 40)}", which was not asked for`)
  }
}

/** Looks at the beginning, then passes all through the decoder that it calls for, if any. */
async function* expand(
  bytes: AsyncIterable<Uint8Array>,
  choose: (beginning: Uint8Array) => Transform | Unpack | undefined,
  feed: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = cutPieces(bytes)
  const { value: beginning, done } = await pieces.next()
  if (done === true) return
  try {
    const decoder = choose(beginning)
    const whole = putBack(beginning, pieces)
    if (decoder === undefined) yield* whole
    // Without a callback pipeline would throw what the generator throws already.
    else yield* cutPieces(typeof decoder === 'function' ? decoder(whole) : pipeline(Readable.from(whole), decoder, () => {}))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'Z_BUF_ERROR') throw new SourceError(feed, 'truncated', 'the compressed bytes end early', { cause: error })
    if (!/^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING)/.test(code ?? '')) throw error
    throw new SourceError(feed, 'wrongFormat', `the compressed bytes are broken: ${(error as Error).message}`, { cause: error })
  } finally {
    // Whoever ends with the beginning has not begun with these, and would leave the connection open.
    await pieces.return()
  }
}

async function* putBack(beginning: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  yield beginning
  yield* rest
}
