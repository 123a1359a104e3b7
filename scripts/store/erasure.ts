import { encodeHTML } from 'entities'

/** Something to erase, ready to be looked for. */
export interface Erasure {
  /** The longest way, in UTF-16 code units, in which it may be written. */
  readonly longest: number
  /** Where it stands in a text, in order, and what is put there. */
  find(text: string): Iterable<{ readonly index: number; readonly length: number; readonly mask: string }>
}

// Shorter texts stand in every other word.
const shortestText = 4

// One character at its longest: an entity, escaped again, and a few of them for a space.
const longestCharacter = 120

// Bytes that tell in which encoding a text is.
const firstLook = 64

/**
 * Looks for texts as they stand in feeds: in either case, with their accents or without (as in facets.ts), in UTF-8 or windows-1252 read byte by
 * byte, as entities (also of entities), as escapes of JSON, CSV and URLs; a space stands for any, and so does an apostrophe. Letters are put in place of
 * letters and digits of digits, so that XML, JSON and CSV stay well-formed. Throws a RangeError where a text has fewer than four characters.
 */
export function compileErasure(texts: readonly string[]): Erasure {
  for (const text of texts) if (text.trim().length < shortestText) throw new RangeError(`"${text}" is too short to be looked for`)
  const sought = texts.map((text) => text.trim().normalize('NFC').replaceAll(/\s+/gu, ' '))
  const pattern = new RegExp(sought.map((text) => `(${[...text].map(characterPattern).join('')})`).join('|'), 'g')
  const masks = sought.map(mask)
  return {
    longest: Math.max(...sought.map((text) => text.length)) * longestCharacter,
    *find(text) {
      for (const match of text.matchAll(pattern)) {
        const which = match.slice(1).findIndex((group) => group !== undefined)
        yield { index: match.index, length: match[0].length, mask: masks[which]! }
      }
    },
  }
}

/** A text without what is to be erased, and how often that stood there. */
export function eraseText(text: string, erasure: Erasure): { readonly text: string; readonly count: number } {
  let erased = ''
  let end = 0
  let count = 0
  for (const { index, length, mask } of erasure.find(text)) {
    erased += text.slice(end, index) + mask
    end = index + length
    count += 1
  }
  return { text: erased + text.slice(end), count }
}

/** The same for bytes in any encoding, in pieces; `onFound` is told each time. */
export async function* eraseBytes(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  erasure: Erasure,
  onFound: () => void,
): AsyncGenerator<Buffer, void, undefined> {
  let codec: Codec | undefined
  let waiting = Buffer.alloc(0)
  let text = ''
  function take(isLast: boolean): Buffer {
    // What begins before here ends within what was read.
    const sure = isLast ? text.length : Math.max(0, text.length - erasure.longest)
    let erased = ''
    let end = 0
    for (const { index, length, mask } of erasure.find(text)) {
      if (index >= sure) break
      erased += text.slice(end, index) + mask
      end = index + length
      onFound()
    }
    const cut = Math.max(end, sure)
    erased += text.slice(end, cut)
    text = text.slice(cut)
    return codec!.encode(erased)
  }
  for await (const piece of pieces) {
    const bytes = Buffer.concat([waiting, piece])
    if (codec === undefined && bytes.length < firstLook) {
      waiting = bytes
      continue
    }
    codec ??= codecOf(bytes)
    const whole = bytes.length - (bytes.length % codec.width)
    waiting = bytes.subarray(whole)
    text += codec.decode(bytes.subarray(0, whole))
    yield take(false)
  }
  if (codec === undefined) {
    codec = codecOf(waiting)
    const whole = waiting.length - (waiting.length % codec.width)
    text = codec.decode(waiting.subarray(0, whole))
    waiting = waiting.subarray(whole)
  }
  yield Buffer.concat([take(true), waiting])
}

interface Codec {
  readonly width: number
  decode(bytes: Buffer): string
  encode(text: string): Buffer
}

// One character for each byte: nothing is lost on the way there and back, whatever the encoding is.
const singleBytes: Codec = { width: 1, decode: (bytes) => bytes.toString('latin1'), encode: (text) => Buffer.from(text, 'latin1') }
const utf16le: Codec = { width: 2, decode: (bytes) => bytes.toString('utf16le'), encode: (text) => Buffer.from(text, 'utf16le') }
const utf16be: Codec = {
  width: 2,
  decode: (bytes) => Buffer.from(bytes).swap16().toString('utf16le'),
  encode: (text) => Buffer.from(text, 'utf16le').swap16(),
}

/**
 * UTF-16 may come without a byte order mark; no other text of a feed has a zero byte, and names, tags and delimiters have one in each pair, at one
 * side.
 */
function codecOf(beginning: Buffer): Codec {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return utf16le
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return utf16be
  let zeros = 0
  let odd = 0
  for (let at = beginning.indexOf(0); at >= 0; at = beginning.indexOf(0, at + 1)) {
    zeros += 1
    odd += at % 2
  }
  // Where most letters are Chinese there are few; one alone is a stray.
  if (zeros < 2 || zeros * 64 < beginning.length) return singleBytes
  return odd * 2 > zeros ? utf16le : utf16be
}

function mask(text: string): string {
  return text.replaceAll(/\p{N}/gu, '9').replaceAll(/[^9@._ +-]/gu, 'x')
}

// Keyboards have one, and texts another.
const apostrophes = "'’‘ʼ´`"

function characterPattern(character: string): string {
  if (character === ' ')
    return `(?:\\s{1,100}|(?:[\\s+]|\\xc2\\xa0|\\xe2\\x80[\\x80-\\x8a\\xaf]|&(?:amp;){0,3}(?:nbsp|#0{0,6}160|#0{0,6}32|#[xX]0{0,6}(?:[aA]0|20));|\\\\{1,4}(?:[nrt]|u00(?:[aA]0|20))|%20|%C2%A0){1,4})`
  if (apostrophes.includes(character)) return `(?:${[...apostrophes].map(codePointPattern).join('|')})`
  const plain = character.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '')
  const cases = new Set([character, plain].flatMap((form) => [form, form.toLowerCase(), form.toUpperCase()]))
  const forms = new Set([...cases].flatMap((form) => [form, form.normalize('NFD')]))
  return `(?:${[...forms].map((form) => [...form].map(codePointPattern).join('')).join('|')})`
}

// What everybody writes (HTML 4) where `encodeHTML` takes another of several names.
const usualNames: Readonly<Record<string, string>> = {
  ...{ Å: 'Aring', '’': 'rsquo', '‚': 'sbquo', '”': 'rdquo', '·': 'middot', '¨': 'uml', '˜': 'tilde' },
  ...{ '®': 'reg', '±': 'plusmn', '÷': 'divide' },
}

function codePointPattern(character: string): string {
  const code = character.codePointAt(0)!
  const utf8 = [...Buffer.from(character)]
  const named = /^&(?<name>\w+);$/.exec(encodeHTML(character))?.groups?.name
  const names = [named, usualNames[character]].filter((name) => name !== undefined)
  const entities = [`#0{0,6}${code}`, `#[xX]0{0,6}${hexPattern(code, 1)}`, ...names]
  const ways = [
    escapePattern(character),
    ...(code > 0x7f ? [utf8.map((byte) => `\\x${byte.toString(16)}`).join('')] : []),
    ...windows1252Byte(character),
    // In JSON, also within JSON, where a slash may be escaped, too; in CSV.
    ...('"\'/\\'.includes(character) ? [`\\\\{1,7}${escapePattern(character)}`] : []),
    ...(character === '"' ? ['""'] : []),
    `&(?:amp;){0,3}(?:${entities.join('|')});`,
    [...Array(character.length).keys()].map((unit) => `\\\\{1,4}u${hexPattern(character.charCodeAt(unit), 4)}`).join(''),
    utf8.map((byte) => `%${hexPattern(byte, 2)}`).join(''),
  ]
  return `(?:${ways.join('|')})`
}

/** The byte of a character that windows-1252 has where Latin-1 has none. */
function windows1252Byte(character: string): string[] {
  const byte = windows1252.indexOf(character)
  return byte < 0 ? [] : [`\\x${(0x80 + byte).toString(16)}`]
}

const windows1252 = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index))

function hexPattern(code: number, width: number): string {
  return code
    .toString(16)
    .padStart(width, '0')
    .replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
