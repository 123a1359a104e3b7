import { crc32 } from 'node:zlib'

/** One file in an archive; the path has forward slashes and no leading one. */
export interface ZipEntry {
  readonly path: string
  readonly bytes: Buffer
}

const localSignature = 0x04034b50
const centralSignature = 0x02014b50
const endSignature = 0x06054b50

/** A zip archive of these files, stored without compression. Source: PKWARE APPNOTE 6.3. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { path, bytes } of entries) {
    const name = Buffer.from(path)
    const common = Buffer.alloc(26)
    // Version 2.0, names in UTF-8, method "stored", the first date that the format knows.
    for (const [at, value] of [
      [0, 20],
      [2, 0x800],
      [8, 0x21],
    ] as const)
      common.writeUInt16LE(value, at)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(bytes.byteLength, 14)
    common.writeUInt32LE(bytes.byteLength, 18)
    common.writeUInt16LE(name.byteLength, 22)
    parts.push(uint32(localSignature), common, name, bytes)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(uint32(centralSignature), Buffer.from([20, 0]), common, tail, name)
    offset += 30 + name.byteLength + bytes.byteLength
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.byteLength, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, directory, uint32(endSignature), end])
}

/** The files of an archive that `writeZip` made. */
export function readZip(zip: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; zip.readUInt32LE(at) === localSignature; ) {
    const size = zip.readUInt32LE(at + 18)
    const nameLength = zip.readUInt16LE(at + 26)
    const start = at + 30 + nameLength
    entries.push({ path: zip.toString('utf8', at + 30, start), bytes: zip.subarray(start, start + size) })
    at = start + size
  }
  return entries
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
