import { crc32, createInflateRaw } from 'node:zlib'
import { SourceError } from '../errors.ts'

/** One file in an archive, as the archive's directory has it. */
interface Entry {
  readonly name: string
  readonly method: number
  readonly isEncrypted: boolean
  readonly crc: number
  readonly compressedSize: number
  readonly offset: number
}

// It must be here as a whole, since its directory is at its end. A hundred megabytes hold a gigabyte of postings.
const largestArchive = 100_000_000

const signatures = { file: 0x04034b50, directory: 0x02014b50, wideEnd: 0x06064b50, wideLocator: 0x07064b50 } as const

// What stands where a number is kept in 64 bits elsewhere (APPNOTE.TXT, 4.4.1.4): tools that do not know how long a file will be write so.
const elsewhere = 0xffff_ffff

// As many as the 32-bit form can have. It bounds memory.
const mostEntries = 65_535

/**
 * Whether bytes begin as a zip archive does: with a file, or, where there is none, with its directory's end (APPNOTE.TXT of PKWARE, 4.3.7 and
 * 4.3.16).
 */
export function isZip(beginning: Uint8Array): boolean {
  if (beginning[0] !== 0x50 || beginning[1] !== 0x4b) return false
  return (beginning[2] === 0x03 && beginning[3] === 0x04) || (beginning[2] === 0x05 && beginning[3] === 0x06)
}

/**
 * The one file of a zip archive, or the one whose name fits `wanted` (`*` for any characters), expanded as it is asked for. Throws `truncated` for an
 * archive without its directory, `tooLarge` above 100 MB, `wrongFormat` for none or several files, one that is encrypted, packed otherwise or not
 * what its checksum says.
 */
export async function* readZip(
  bytes: AsyncIterable<Uint8Array>,
  wanted: string | undefined,
  feed: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const archive = await collect(bytes, feed)
  const entry = choose(listEntries(archive, feed), wanted, feed)
  if (entry.isEncrypted) throw new SourceError(feed, 'wrongFormat', `"${entry.name}" in the zip archive is encrypted`)
  const start = entry.offset + 30
  if (start > archive.length || archive.readUInt32LE(entry.offset) !== signatures.file) throw broken(feed)
  const begin = start + archive.readUInt16LE(entry.offset + 26) + archive.readUInt16LE(entry.offset + 28)
  const packed = archive.subarray(begin, begin + entry.compressedSize)
  if (packed.length < entry.compressedSize) throw broken(feed)
  let checksum = 0
  for await (const piece of unpack(packed, entry, feed)) {
    checksum = crc32(piece, checksum)
    yield piece
  }
  if (checksum !== entry.crc) throw new SourceError(feed, 'wrongFormat', `"${entry.name}" in the zip archive is not what its checksum says`)
}

async function collect(bytes: AsyncIterable<Uint8Array>, feed: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of bytes) {
    size += piece.length
    if (size > largestArchive)
      throw new SourceError(feed, 'tooLarge', `a zip archive of more than ${largestArchive / 1_000_000} MB: ask for gzip`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function listEntries(archive: Buffer, feed: string): readonly Entry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > archive.length) throw new SourceError(feed, 'truncated', 'the zip archive ends before its directory')
  try {
    return readDirectory(archive, findDirectory(archive, end), feed)
  } catch (error) {
    // A place that lies outside the archive.
    throw error instanceof RangeError ? broken(feed) : error
  }
}

interface Directory {
  readonly count: number
  readonly at: number
}

/** The directory as its end says it, or the record of 64 bits before that (APPNOTE.TXT, 4.3.14 to 4.3.16). */
function findDirectory(archive: Buffer, end: number): Directory {
  if (end < 20 || archive.readUInt32LE(end - 20) !== signatures.wideLocator)
    return { count: archive.readUInt16LE(end + 10), at: archive.readUInt32LE(end + 16) }
  const wide = readWide(archive, end - 12)
  if (archive.readUInt32LE(wide) !== signatures.wideEnd) throw new RangeError('no end of a directory')
  return { count: readWide(archive, wide + 32), at: readWide(archive, wide + 48) }
}

function readDirectory(archive: Buffer, { count, at: from }: Directory, feed: string): readonly Entry[] {
  if (count > mostEntries) throw broken(feed)
  const entries: Entry[] = []
  let at = from
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(at) !== signatures.directory) throw broken(feed)
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28)
    const extraEnd = nameEnd + archive.readUInt16LE(at + 30)
    const wide = wideNumbers(archive.subarray(nameEnd, extraEnd))
    const numberAt = (place: number) => {
      const number = archive.readUInt32LE(place)
      return number === elsewhere ? (wide.next().value ?? number) : number
    }
    // Those of 64 bits stand in this order, and the first, the size when unpacked, is not needed.
    numberAt(at + 24)
    const compressedSize = numberAt(at + 20)
    const offset = numberAt(at + 42)
    entries.push({
      name: archive.toString('utf8', at + 46, nameEnd),
      method: archive.readUInt16LE(at + 10),
      isEncrypted: (archive.readUInt16LE(at + 8) & 1) === 1,
      crc: archive.readUInt32LE(at + 16),
      compressedSize,
      offset,
    })
    at = extraEnd + archive.readUInt16LE(at + 32)
  }
  return entries
}

/** The numbers of 64 bits among what an entry says besides (APPNOTE.TXT, 4.5.3). */
function* wideNumbers(extra: Buffer): Generator<number, undefined, undefined> {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2))
    for (let place = at + 4; place + 8 <= end; place += 8) yield readWide(extra, place)
    return
  }
}

/** A number that is beyond the archive, and so refused, long before it is beyond what a double can hold. */
function readWide(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at))
}

function choose(entries: readonly Entry[], wanted: string | undefined, feed: string): Entry {
  // Folders, and what macOS adds to every file.
  const files = entries.filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'))
  if (files.length === 0) throw new SourceError(feed, 'wrongFormat', 'the zip archive is empty: ask the client for the file that was in it')
  if (wanted === undefined && files.some(({ name }) => name === '[Content_Types].xml'))
    throw new SourceError(feed, 'wrongFormat', 'the file is an Office document (Excel, perhaps): ask the client for CSV')
  const fits = wanted === undefined ? () => true : nameTest(wanted)
  const found = files.filter(({ name }) => fits(name))
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const names = files.slice(0, 5).map(({ name }) => `"${name.slice(0, 80)}"`)
  const listed = `${names.join(', ')}${files.length > names.length ? ' and more' : ''}`
  throw new SourceError(
    feed,
    'wrongFormat',
    `expected one file${wanted === undefined ? '' : ` "${wanted}"`} in the zip archive, found ${found.length} of ${listed}: name one in source.entry`,
  )
}

function nameTest(wanted: string): (name: string) => boolean {
  const [beginning = '', ...rest] = wanted.split('*')
  const ending = rest.pop()
  if (ending === undefined) return (name) => name === wanted
  return (name) => {
    if (!name.startsWith(beginning) || !name.endsWith(ending) || name.length < beginning.length + ending.length) return false
    let at = beginning.length
    for (const part of rest) {
      const found = name.indexOf(part, at)
      if (found < 0 || found + part.length > name.length - ending.length) return false
      at = found + part.length
    }
    return true
  }
}

async function* unpack(packed: Buffer, { name, method }: Entry, feed: string): AsyncGenerator<Uint8Array, void, undefined> {
  if (method === 0) yield packed
  else if (method === 8) {
    const inflate = createInflateRaw()
    inflate.end(packed)
    yield* inflate as AsyncIterable<Uint8Array>
  } else throw new SourceError(feed, 'wrongFormat', `"${name}" in the zip archive is packed by method ${method}: ask for deflate`)
}

function broken(feed: string): SourceError {
  return new SourceError(feed, 'wrongFormat', 'the zip archive is broken: ask the client for a new one')
}
