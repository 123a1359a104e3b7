import { isAscii, isUtf8 } from 'node:buffer'
import { SourceError } from '../errors.ts'
import type { Encoding } from '../model/client.ts'

/** What is known of the encoding beside the bytes themselves. */
export interface EncodingHints {
  readonly feed: string
  /** From the client file. */
  readonly declared?: Encoding | undefined
  /** From the header Content-Type. */
  readonly charset?: string | undefined
  /** Told when the encoding that was named is not the real one and the text was read all the same. */
  readonly onWarning: (warning: string) => void
  /** Told at the end which encoding it was. */
  readonly onEncoding?: ((encoding: TextEncoding) => void) | undefined
}

/** The encoding in which a text was read, and who named it. */
export interface TextEncoding {
  /** A label of the WHATWG Encoding standard. */
  readonly label: string
  readonly namedBy: 'the byte order mark' | 'the client file' | 'the HTTP header' | 'the XML declaration' | 'default'
}

/**
 * Text of bytes, in pieces; the first piece of bytes must hold the XML declaration whole. A byte order mark decides, then the client file, the
 * HTTP header, the XML declaration, and UTF-8 in the end; iso-8859-1 is read as windows-1252, as every browser does (WHATWG Encoding). A header or
 * declaration that names another encoding over bytes that are UTF-8 is overruled, with a warning. Throws `wrongFormat` where the bytes are not in
 * the encoding, or where the client file names another one over UTF-8.
 */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>, hints: EncodingHints): AsyncGenerator<string, void, undefined> {
  let choice: TextEncoding | undefined
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let isSettled = false
  let offset = 0
  for await (const chunk of joinCutCharacter(bytes)) {
    choice ??= checkWidth(chooseEncoding(chunk, hints), chunk, hints)
    // Up to the first byte above 127 all these encodings but UTF-16 say the same, so the truth is looked at there.
    if (!isSettled && !isAscii(chunk)) {
      const checked = checkEncoding(choice, chunk, hints)
      // The one that has begun may hold a half of a character.
      if (checked !== choice) decoder = undefined
      choice = checked
      isSettled = true
    }
    decoder ??= new TextDecoder(choice.label, { fatal: true })
    const text = decodeChunk(decoder, chunk, () => fault(hints.feed, choice!, chunk, offset))
    offset += chunk.length
    if (text !== '') yield text
  }
  if (decoder === undefined) return
  const rest = decodeChunk(decoder, undefined, () => new SourceError(hints.feed, 'truncated', 'the text ends inside a character'))
  if (rest !== '') yield rest
  hints.onEncoding?.(choice!)
}

/**
 * The same bytes; where the first that are not ASCII end a chunk, and may be cut, they begin the next: by themselves they do not tell which encoding
 * it is.
 */
async function* joinCutCharacter(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let cut: Uint8Array | undefined
  let isSeen = false
  for await (const piece of bytes) {
    const chunk = cut === undefined ? piece : Buffer.concat([cut, piece])
    cut = undefined
    if (isSeen || isAscii(chunk)) {
      yield chunk
      continue
    }
    const whole = withoutCutCharacter(chunk)
    isSeen = !isAscii(whole)
    if (isSeen) yield chunk
    else {
      if (whole.length > 0) yield whole
      cut = chunk.subarray(whole.length)
    }
  }
  if (cut !== undefined) yield cut
}

function decodeChunk(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined, explain: () => SourceError): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    throw explain()
  }
}

function chooseEncoding(beginning: Uint8Array, { declared, charset, onWarning }: EncodingHints): TextEncoding {
  const [first, second, third] = beginning
  if (first === 0xef && second === 0xbb && third === 0xbf) return { label: 'utf-8', namedBy: 'the byte order mark' }
  if (first === 0xff && second === 0xfe) return { label: 'utf-16le', namedBy: 'the byte order mark' }
  if (first === 0xfe && second === 0xff) return { label: 'utf-16be', namedBy: 'the byte order mark' }
  if (declared !== undefined) return { label: declared, namedBy: 'the client file' }
  const wide = wideDeclaration(beginning)
  if (wide !== undefined) return { label: wide, namedBy: 'the XML declaration' }

  const xmlDeclared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(
    Buffer.from(beginning.subarray(0, 300)).toString('latin1'),
  )?.[1]
  const named = [
    { label: charset, namedBy: 'the HTTP header' },
    // Bytes in which this declaration could be read are not UTF-16, whatever it says.
    { label: /^utf-?16/i.test(xmlDeclared ?? '') ? undefined : xmlDeclared, namedBy: 'the XML declaration' },
  ] as const
  for (const { label, namedBy } of named) {
    if (label === undefined) continue
    if (isKnown(label)) return { label, namedBy }
    onWarning(`${namedBy} names the encoding "${label.slice(0, 40)}", which is none: declare encoding in the format`)
  }
  return { label: 'utf-8', namedBy: 'default' }
}

/** The encoding of an XML declaration in UTF-16 without a byte order mark: only so can its first two characters be read (XML 1.0, appendix F). */
function wideDeclaration([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0x3c && second === 0 && third === 0x3f && fourth === 0) return 'utf-16le'
  return first === 0 && second === 0x3c && third === 0 && fourth === 0x3f ? 'utf-16be' : undefined
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== ''
  } catch {
    return false
  }
}

/**
 * Nearly every pair of bytes is a character of UTF-16, so a decoder would find no fault. But delimiters, tags and line breaks have a zero byte in
 * UTF-16, at the same side of each pair, and bytes of another encoding have none.
 */
function checkWidth(choice: TextEncoding, beginning: Uint8Array, hints: EncodingHints): TextEncoding {
  const { encoding } = new TextDecoder(choice.label)
  if (choice.namedBy === 'the byte order mark' || !encoding.startsWith('utf-16')) return choice
  const [even, odd] = countZeros(beginning)
  const [right, wrong] = encoding === 'utf-16le' ? [odd, even] : [even, odd]
  // A zero at the other side is no proof: one of the commonest Chinese characters is U+4E00.
  if (right * 4 > wrong) return choice
  if (even + odd > 0 || !isUtf8(withoutCutCharacter(beginning))) throw fault(hints.feed, choice, beginning, 0)
  return overrule(choice, hints)
}

/** How many zero bytes are at even and at odd places. */
function countZeros(bytes: Uint8Array): readonly [even: number, odd: number] {
  let even = 0
  let odd = 0
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) {
    if (at % 2 === 0) even += 1
    else odd += 1
  }
  return [even, odd]
}

function checkEncoding(choice: TextEncoding, chunk: Uint8Array, hints: EncodingHints): TextEncoding {
  const { encoding } = new TextDecoder(choice.label)
  if (encoding.startsWith('utf-')) return choice
  const whole = withoutCutCharacter(chunk)
  // Where the bytes end with the only character that is not ASCII (see joinCutCharacter), nothing is cut.
  const telling = isAscii(whole) ? chunk : whole
  // Text of a single-byte encoding that happens to be valid UTF-8 hardly exists: each accented letter would need a fitting neighbour. Of East Asian
  // ones every seventh pair of bytes is, and most of UTF-8 can be read in them: it takes more to tell.
  if (!isUtf8(telling) || (isEastAsian.test(encoding) && countCharacters(telling) < fewestTelling)) return choice
  return overrule(choice, hints)
}

const isEastAsian = /^(?:gb|big5|euc-|shift_jis|iso-2022-)/

// Fewer characters above 127 may be UTF-8 by chance: with as many, one text in ten thousand is.
const fewestTelling = 5

/** How many characters of UTF-8 are none of ASCII. */
function countCharacters(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => (byte >= 0b1100_0000 ? count + 1 : count), 0)
}

/** UTF-8 instead of what was named for bytes that are UTF-8; refused where the client file named it. */
function overrule(choice: TextEncoding, { feed, onWarning }: EncodingHints): TextEncoding {
  if (choice.namedBy === 'the client file') {
    throw new SourceError(
      feed,
      'wrongFormat',
      `the client file declares ${choice.label}, but the bytes are UTF-8: remove encoding from the format`,
    )
  }
  onWarning(`${choice.namedBy} names ${choice.label}, but the bytes are UTF-8: they were read as UTF-8`)
  return { label: 'utf-8', namedBy: 'default' }
}

function withoutCutCharacter(chunk: Uint8Array): Uint8Array {
  let end = chunk.length
  while (end > 0 && chunk.length - end < 3 && (chunk[end - 1]! & 0b1100_0000) === 0b1000_0000) end -= 1
  return end > 0 && chunk[end - 1]! >= 0b1100_0000 ? chunk.subarray(0, end - 1) : chunk
}

function fault(feed: string, choice: TextEncoding, chunk: Uint8Array, offset: number): SourceError {
  const advice = choice.label.toLowerCase().replace('-', '') === 'utf8' ? 'windows-1252, perhaps' : 'utf-8, perhaps'
  const place = choice.label.toLowerCase().replace('-', '') === 'utf8' ? offset + firstInvalid(chunk) : offset
  return new SourceError(
    feed,
    'wrongFormat',
    `the bytes are not ${choice.label} (${choice.namedBy === 'default' ? 'the default' : `named by ${choice.namedBy}`}): see byte ${place}; declare encoding in the format (${advice})`,
  )
}

/** Index of the first byte that begins no UTF-8 character; 0 where the fault lies across the border of two chunks. */
function firstInvalid(chunk: Uint8Array): number {
  let low = 0
  let high = chunk.length
  if (isUtf8(withoutCutCharacter(chunk))) return 0
  // The beginning up to `low` is valid, the one up to `high` is not.
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (isUtf8(withoutCutCharacter(chunk.subarray(0, middle)))) low = middle
    else high = middle
  }
  return low
}
