const pack = 'ask the client for gzip or zip'

/** What files begin with that are no text and are not unpacked here, as Latin letters; from the documents of their formats. */
const foreign: readonly (readonly [beginning: string, what: string])[] = [
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an Office document: ask the client for CSV'],
  ['%PDF-', 'a PDF: ask the client for CSV, XML or JSON'],
  ['\x28\xb5\x2f\xfd', `packed by zstd: ${pack}`],
  ['\xfd7zXZ\0', `packed by xz: ${pack}`],
  ['BZh91AY&SY', `packed by bzip2: ${pack}`],
  ['7z\xbc\xaf\x27\x1c', `packed by 7-Zip: ${pack}`],
  ['Rar!\x1a\x07', `packed by RAR: ${pack}`],
]

/** What the bytes are, and what to do about it, where they are of a kind in which no feed can be read; otherwise undefined. */
export function foreignKind(beginning: Uint8Array): string | undefined {
  const letters = Buffer.from(beginning.subarray(0, 10)).toString('latin1')
  return foreign.find(([start]) => letters.startsWith(start))?.[1]
}
