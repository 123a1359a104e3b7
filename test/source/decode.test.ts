import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, type EncodingHints } from '../../scripts/source/decode.ts'
import { inPieces } from './read-all.ts'

async function decode(bytes: Uint8Array, hints: Partial<EncodingHints> = {}, pieceLength = 65_536) {
  const warnings: string[] = []
  let text = ''
  for await (const piece of decodeText(inPieces(bytes, pieceLength), {
    feed: 'acme/jobs',
    onWarning: (warning) => warnings.push(warning),
    ...hints,
  })) {
    text += piece
  }
  return { text, warnings }
}

const latin = Buffer.from([0x80, 0x20, 0xe9, 0x74, 0xe9])

describe('decodeText', () => {
  it.each([
    ['UTF-8 unless something says otherwise', Buffer.from('été'), {}, 'été'],
    ['a UTF-8 byte order mark', Buffer.from('\uFEFFété'), { charset: 'windows-1252' }, 'été'],
    ['a UTF-16 byte order mark', Buffer.from('\uFEFFété', 'utf16le'), {}, 'été'],
    ['a big-endian one', Buffer.from('\uFEFFété', 'utf16le').swap16(), {}, 'été'],
    ['the client file before the header', latin, { declared: 'windows-1252', charset: 'utf-8' }, '€ été'],
    ['iso-8859-1 as windows-1252', latin, { declared: 'iso-8859-1' }, '€ été'],
    ['iso-8859-15', Buffer.from([0xa4]), { declared: 'iso-8859-15' }, '€'],
    ['the header', latin, { charset: 'ISO-8859-1' }, '€ été'],
    [
      'an XML declaration that claims UTF-16 in bytes that are not',
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><é/>'),
      {},
      '<?xml version="1.0" encoding="utf-16"?><é/>',
    ],
  ] as const)('follows %s', async (_what, bytes, hints, expected) => {
    const { text, warnings } = await decode(bytes, hints)

    expect(text).toBe(expected)
    expect(warnings).toEqual([])
  })

  it('follows the XML declaration', async () => {
    const declaration = '<?xml version="1.0" encoding="ISO-8859-1"?>'

    const { text } = await decode(Buffer.from(`${declaration}<a>été</a>`, 'latin1'))

    expect(text).toBe(`${declaration}<a>été</a>`)
  })

  it.each([
    ['the XML declaration', '<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>', {}],
    ['the HTTP header', '<a>é</a>', { charset: 'iso-8859-1' }],
  ])('overrules %s where the bytes are UTF-8, and says so', async (namedBy, text, hints) => {
    const read = await decode(Buffer.from(text), hints)

    expect(read).toEqual({ text, warnings: [`${namedBy} names iso-8859-1, but the bytes are UTF-8: they were read as UTF-8`] })
  })

  it.each([
    ['shift_jis', '東京都で営業職を募集', 'Shift_JIS'],
    ['gbk', '北京市招聘软件工程师有', 'gbk'],
    ['euc-kr', '서울특별시 개발자 모집', 'euc-kr'],
    ['ibm866', 'Москва', 'ibm866'],
  ])('overrules a header that names %s where the bytes are UTF-8', async (_what, text, charset) => {
    expect(await decode(Buffer.from(text), { charset })).toEqual({
      text,
      warnings: [`the HTTP header names ${charset}, but the bytes are UTF-8: they were read as UTF-8`],
    })
  })

  it.each([
    ['Shift_JIS', [0x93, 0x8c, 0x8b, 0x9e, 0x93, 0x73, 0x82, 0xc5, 0x89, 0x63, 0x8b, 0xc6], '東京都で営業'],
    ['gbk', [0xb1, 0xb1, 0xbe, 0xa9, 0xca, 0xd0, 0xd5, 0xd0, 0xc6, 0xb8, 0xb9, 0xa4], '北京市招聘工'],
    ['gbk of which each byte fits UTF-8 by chance', [0xc4, 0xa3, 0xca, 0xbd], '模式'],
  ])('reads %s where a header names it', async (label, bytes, text) => {
    expect(await decode(Buffer.from(bytes), { charset: label.split(' ')[0] })).toEqual({ text, warnings: [] })
  })

  it.each(['utf16le', 'utf16be'])('reads an XML declaration in %s without a byte order mark', async (order) => {
    const text = '<?xml version="1.0" encoding="UTF-16"?><a>été</a>'
    const bytes = Buffer.from(text, 'utf16le')

    expect(await decode(order === 'utf16be' ? bytes.swap16() : bytes)).toEqual({ text, warnings: [] })
  })

  it('says that a charset is none, and reads on', async () => {
    const read = await decode(Buffer.from('é'), { charset: 'utf-9' })

    expect(read.text).toBe('é')
    expect(read.warnings).toEqual(['the HTTP header names the encoding "utf-9", which is none: declare encoding in the format'])
  })

  it('refuses a client file that declares a single-byte encoding over UTF-8', async () => {
    const reading = decode(Buffer.from('été'), { declared: 'windows-1252' })

    await expect(reading).rejects.toThrow('the client file declares windows-1252, but the bytes are UTF-8: remove encoding from the format')
  })

  it.each([
    [
      'UTF-8',
      Buffer.from('id,title\n1,été\n'),
      'utf-16le',
      'the client file declares utf-16le, but the bytes are UTF-8: remove encoding from the format',
    ],
    ['ASCII', Buffer.from('id,title\n1,x\n'), 'utf-16le', 'the client file declares utf-16le, but the bytes are UTF-8: remove encoding'],
    ['windows-1252', latin, 'utf-16le', 'the bytes are not utf-16le (named by the client file): see byte 0'],
    [
      'UTF-16 of the other byte order',
      Buffer.from('id,title\n', 'utf16le').swap16(),
      'utf-16le',
      'the bytes are not utf-16le (named by the client file)',
    ],
  ] as const)('refuses a client file that declares UTF-16 over %s', async (_what, bytes, declared, message) => {
    const reading = decode(bytes, { declared })

    await expect(reading).rejects.toMatchObject({ causeName: 'wrongFormat', message: expect.stringContaining(message) })
  })

  it('overrules a header that names UTF-16 over UTF-8, and says so', async () => {
    const read = await decode(Buffer.from('id,title\n'), { charset: 'utf-16' })

    expect(read).toEqual({
      text: 'id,title\n',
      warnings: ['the HTTP header names utf-16, but the bytes are UTF-8: they were read as UTF-8'],
    })
  })

  it.each([
    ['Latin letters', 'id,title\n1,été\n'],
    ['Chinese ones, of which one has a zero byte where Latin ones have none', `id,title\n1,${'一'.repeat(20)}\n`],
    ['nothing', ''],
  ])('reads UTF-16 without a byte order mark where the client file declares it: %s', async (_what, text) => {
    expect(await decode(Buffer.from(text, 'utf16le'), { declared: 'utf-16le' })).toEqual({ text, warnings: [] })
  })

  it.each([1, 3, 7, 4096])('names the byte at which UTF-8 ends, in pieces of %d bytes', async (pieceLength) => {
    const reading = decode(Buffer.concat([Buffer.from('déjà '), Buffer.from('été', 'latin1'), Buffer.from(' suite')]), {}, pieceLength)

    await expect(reading).rejects.toThrow(
      /the bytes are not utf-8 \(the default\): see byte [78]; declare encoding in the format \(windows-1252, perhaps\)/,
    )
  })

  it.each([1, 2, 3, 4, 5, 6])(
    'reads windows-1252 whose first letter above 127 stands where a piece of %d bytes ends',
    async (pieceLength) => {
      expect(await decode(Buffer.from('abcdé fgh', 'latin1'), { declared: 'windows-1252' }, pieceLength)).toEqual({
        text: 'abcdé fgh',
        warnings: [],
      })
      expect(await decode(Buffer.from('abcdé', 'latin1'), { charset: 'windows-1252' }, pieceLength)).toEqual({
        text: 'abcdé',
        warnings: [],
      })
      expect((await decode(Buffer.from('abcdé fgh'), { charset: 'windows-1252' }, pieceLength)).text).toBe('abcdé fgh')
      expect((await decode(Buffer.from('abcdé'), { charset: 'windows-1252' }, pieceLength)).text).toBe('abcdé')
    },
  )

  it('reads UTF-16 without a byte order mark in pieces that end inside a character', async () => {
    const text = `id,title\n1,${'x'.repeat(20)}\n2,été\n`

    expect(await decode(Buffer.from(text, 'utf16le'), { declared: 'utf-16le' }, 25)).toEqual({ text, warnings: [] })
  })

  it('calls an end inside a character truncated', async () => {
    const reading = decode(Buffer.from('été').subarray(0, 4))

    await expect(reading).rejects.toMatchObject({ causeName: 'truncated' })
  })

  it('reads any text the same, however its bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), async (text, pieceLength) => {
        fc.pre(!text.startsWith('\uFEFF'))

        expect((await decode(Buffer.from(text), {}, pieceLength)).text).toBe(text.isWellFormed() ? text : text.toWellFormed())
      }),
    )
  })
})
