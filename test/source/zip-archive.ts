import { crc32, deflateRawSync } from 'node:zlib'

interface Options {
  readonly method?: number
  readonly flags?: number
  readonly crc?: number
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
    const facts = [20, flags, method, 0, 0, options.crc ?? crc32(bytes), packed.length, bytes.length, Buffer.byteLength(name), 0]
    const local = Buffer.concat([header(0x04034b50, facts), Buffer.from(name), packed])
    directory.push(Buffer.concat([header(0x02014b50, [20, ...facts]), header32(offset), Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listed, end])
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
