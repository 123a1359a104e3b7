import { crc32, deflateRawSync } from 'node:zlib'

interface Options {
  readonly method?: number
  readonly flags?: number
  readonly crc?: number
  /** Sizes and places in 64 bits, as tools write them that did not know how long a file would be. */
  readonly isWide?: boolean
}

/** A zip archive of files by name, written by the book (PKWARE's APPNOTE.TXT); options spoil each entry. */
export function aZip(files: Readonly<Record<string, string | Uint8Array>>, options: Options = {}): Buffer {
  const { method = 8, flags = 0 } = options
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content)
    const packed = method === 8 ? deflateRawSync(bytes) : bytes
    const extra = options.isWide ? wideExtra([bytes.length, packed.length, offset]) : Buffer.alloc(0)
    const sizes = options.isWide ? [elsewhere, elsewhere] : [packed.length, bytes.length]
    const facts = [20, flags, method, 0, 0, options.crc ?? crc32(bytes), ...sizes, Buffer.byteLength(name), extra.length]
    const local = Buffer.concat([header(0x04034b50, facts), Buffer.from(name), extra, packed])
    directory.push(
      Buffer.concat([header(0x02014b50, [20, ...facts]), header32(options.isWide ? elsewhere : offset), Buffer.from(name), extra]),
    )
    locals.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(options.isWide ? elsewhere : offset, 16)
  return Buffer.concat([...locals, listed, ...(options.isWide ? wideEnd(directory.length, listed.length, offset) : []), end])
}

const elsewhere = 0xffff_ffff

/** What an entry says besides: an id of another tool, then the numbers of 64 bits. */
function wideExtra(numbers: readonly number[]): Buffer {
  const extra = Buffer.alloc(8 + numbers.length * 8)
  extra.writeUInt16LE(0x7075)
  extra.writeUInt16LE(1, 4)
  extra.writeUInt16LE(numbers.length * 8, 6)
  for (const [index, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 8 + index * 8)
  return extra
}

/** The end of the directory in 64 bits, and what says where it is. */
function wideEnd(count: number, size: number, offset: number): readonly Buffer[] {
  const end = Buffer.alloc(56)
  end.writeUInt32LE(0x06064b50)
  end.writeBigUInt64LE(44n, 4)
  for (const [index, number] of [count, count, size, offset].entries()) end.writeBigUInt64LE(BigInt(number), 24 + index * 8)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50)
  locator.writeBigUInt64LE(BigInt(offset + size), 8)
  locator.writeUInt32LE(1, 16)
  return [end, locator]
}

/** A signature, then the facts: 2 bytes each, but the checksum and the two sizes, which have 4. */
function header(signature: number, facts: readonly number[]): Buffer {
  const long = facts.length === 10 ? [5, 6, 7] : [6, 7, 8]
  const parts = facts.map((fact, index) => {
    const part = Buffer.alloc(long.includes(index) ? 4 : 2)
    part.writeUIntLE(fact, 0, part.length)
    return part
  })
  const start = Buffer.alloc(4)
  start.writeUInt32LE(signature)
  return Buffer.concat([start, ...parts])
}

/** What ends an entry of the directory before its name: comment, disk, attributes, then where the file begins. */
function header32(offset: number): Buffer {
  const end = Buffer.alloc(14)
  end.writeUInt32LE(offset, 10)
  return end
}
