import type { TextEncoding } from '../source/decode.ts'

const mark = '\uFEFF'

/**
 * The text as bytes in the encoding in which it came, so that a sample is read as the feed is. An encoding of several bytes a character other than
 * UTF-8 and UTF-16, which no feed that was looked at has, becomes UTF-8 with a byte order mark, which overrules every other word about it.
 */
export function encodeText(text: string, { label, namedBy }: TextEncoding): Buffer {
  // A label may mean another encoding: iso-8859-1 is windows-1252 on the web (WHATWG Encoding).
  const { encoding } = new TextDecoder(label)
  const isMarked = namedBy === 'the byte order mark'
  switch (encoding) {
    case 'utf-8':
      return Buffer.from((isMarked || isMisdeclared(text, namedBy) ? mark : '') + text)
    case 'utf-16le':
      return Buffer.from((isMarked ? mark : '') + text, 'utf16le')
    case 'utf-16be':
      return Buffer.from((isMarked ? mark : '') + text, 'utf16le').swap16()
    default:
      // A file has no HTTP header to name its encoding.
      return (namedBy === 'the HTTP header' ? undefined : encodeSingle(text, encoding)) ?? Buffer.from(mark + text)
  }
}

/** Whether a file without the HTTP header that said UTF-8 would be taken for what its XML declaration says. */
function isMisdeclared(text: string, namedBy: TextEncoding['namedBy']): boolean {
  return namedBy === 'the HTTP header' && /^\s*<\?xml\s[^>]*?encoding\s*=\s*["'](?!utf-8["'])/i.test(text)
}

/** In an encoding of one byte a character; undefined where it is none, or lacks one of these. */
function encodeSingle(text: string, encoding: string): Buffer | undefined {
  const decoder = new TextDecoder(encoding)
  const byteByCharacter = new Map<string, number>()
  for (let byte = 0; byte < 256; byte += 1) byteByCharacter.set(decoder.decode(Uint8Array.of(byte)), byte)
  const bytes = Buffer.alloc(text.length)
  for (let index = 0; index < text.length; index += 1) {
    const byte = byteByCharacter.get(text[index]!)
    if (byte === undefined) return undefined
    bytes[index] = byte
  }
  return bytes
}
