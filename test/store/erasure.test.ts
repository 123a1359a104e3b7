import { describe, expect, it } from 'vitest'
import { compileErasure, eraseBytes, eraseText } from '../../scripts/store/erasure.ts'

async function erased(pieces: readonly Uint8Array[], ...texts: string[]): Promise<{ readonly bytes: Buffer; readonly count: number }> {
  let count = 0
  const found: Buffer[] = []
  for await (const piece of eraseBytes(pieces, compileErasure(texts), () => (count += 1))) found.push(piece)
  return { bytes: Buffer.concat(found), count }
}

const inPieces = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))

describe('eraseText', () => {
  it.each([
    ['as it is', 'mail Jérôme@example.com!'],
    ['in capitals', 'JÉRÔME@EXAMPLE.COM'],
    ['as named entities', 'J&eacute;r&ocirc;me&commat;example&period;com'],
    ['as numbered entities', 'J&#233;r&#xF4;me&#0064;example.com'],
    ['as entities of entities', 'J&amp;eacute;r&amp;amp;ocirc;me&amp;#64;example.com'],
    ['as escapes of JSON', 'J\\u00e9r\\u00F4me\\u0040example.com'],
    ['as escapes of a URL', 'mailto:J%C3%A9r%c3%b4me%40example.com'],
    ['with parted accents', 'Je\u0301ro\u0302me@example.com'],
    ['without accents, as it is searched', 'jerome@example.com'],
  ])('finds it %s', (_, text) => {
    const { text: left, count } = eraseText(text, compileErasure(['jérôme@example.com']))

    expect(count).toBe(1)
    expect(left).toContain('xxxxxx@xxxxxxx.xxx')
  })

  it.each([
    ['https://a.example/jane', '{"url":"https:\\/\\/a.example\\/jane"}', '{"url":"xxxxxxxxx.xxxxxxxxxxxx"}'],
    ['Jane "JD" Doe', '{"by":"Jane \\"JD\\" Doe"}', '{"by":"xxxx xxxx xxx"}'],
    ['Jane "JD" Doe', '"{\\"by\\":\\"Jane \\\\\\"JD\\\\\\" Doe\\"}"', '"{\\"by\\":\\"xxxx xxxx xxx\\"}"'],
    ['Jane "JD" Doe', '"by Jane ""JD"" Doe";7', '"by xxxx xxxx xxx";7'],
    ['acme\\jane', '{"by":"acme\\\\jane"}', '{"by":"xxxxxxxxx"}'],
    ['Åsa Öberg', '&Aring;sa &Ouml;berg', 'xxx xxxxx'],
    ["Jane O'Brien", 'Jane O’Brien, Jane O&rsquo;Brien', 'xxxx xxxxxxx, xxxx xxxxxxx'],
    ['Jane O’Brien', "Jane O\\'Brien", 'xxxx xxxxxxx'],
  ])('finds %s where it is escaped or set: %s', (sought, text, left) => {
    expect(eraseText(text, compileErasure([sought])).text).toBe(left)
  })

  it.each([
    'Jean Dupont',
    'Jean\n  Dupont',
    'Jean\n              Dupont',
    'Jean\u202fDupont',
    'Jean&nbsp;Dupont',
    'Jean+Dupont',
    'jean%20dupont',
    'Jean\\nDupont',
  ])('takes a space for any: %j', (text) => {
    expect(eraseText(`<p>${text}</p>`, compileErasure(['Jean Dupont']))).toEqual({ text: '<p>xxxx xxxxxx</p>', count: 1 })
  })

  it('leaves everything else, and what holds it can still be read', () => {
    const record = { phone: 33123456789, name: 'A "Jean Dupont"', other: 'Jean Dupond' }

    const { text } = eraseText(JSON.stringify(record), compileErasure(['33123456789', 'jean dupont']))

    expect(JSON.parse(text)).toEqual({ phone: 99999999999, name: 'A "xxxx xxxxxx"', other: 'Jean Dupond' })
  })

  it('refuses what would be found everywhere', () => {
    expect(() => compileErasure(['li'])).toThrow('too short')
  })
})

describe('eraseBytes', () => {
  const text = `${'é'.repeat(5_000)}<name>Jérôme Œuvré</name>${'é'.repeat(5_000)}jérôme&nbsp;œuvré`
  const clean = text.replace('Jérôme Œuvré', 'xxxxxx xxxxx').replace('jérôme&nbsp;œuvré', 'xxxxxx xxxxx')
  const single = (string: string) => Buffer.from(string.replaceAll('Œ', '\x8c').replaceAll('œ', '\x9c'), 'latin1')

  it.each([
    ['UTF-8', (string: string) => Buffer.from(string)],
    ['windows-1252', single],
    ['UTF-16', (string: string) => Buffer.from(`\ufeff${string}`, 'utf16le')],
    ['UTF-16, most significant byte first', (string: string) => Buffer.from(`\ufeff${string}`, 'utf16le').swap16()],
    ['UTF-16 without a byte order mark', (string: string) => Buffer.from(string, 'utf16le')],
    ['UTF-16 without one, most significant byte first', (string: string) => Buffer.from(string, 'utf16le').swap16()],
  ])('finds it in %s, wherever the bytes are cut', async (_, encode) => {
    for (const size of [1, 7, 64, 4_096, 100_000]) {
      const { bytes, count } = await erased(inPieces(encode(text), size), 'Jérôme Œuvré')

      expect({ size, count }).toEqual({ size, count: 2 })
      expect(bytes.equals(encode(clean))).toBe(true)
    }
  })

  it.each([
    ['after a piece without bytes', [Buffer.alloc(0), Buffer.from('by Jane Doe')]],
    ['beside a stray NUL', [Buffer.from('by Jane Doe\0')]],
    ['in few bytes', [Buffer.from('Jane Doe')]],
  ])('finds it %s', async (_, pieces) => {
    const { bytes, count } = await erased(pieces, 'Jane Doe')

    expect(count).toBe(1)
    expect(bytes.toString()).toContain('xxxx xxx')
  })
})
