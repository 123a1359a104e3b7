import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldsOf, readAll } from './read-all.ts'

describe('readCsv', () => {
  it.each([
    ['fields by the header', {}, 'id,title\n1,Boucher\n', [{ id: '1', title: 'Boucher' }]],
    ['quoted fields', {}, 'a,b\r\n"x, ""y""","1\n2"\r\n', [{ a: 'x, "y"', b: '1\n2' }]],
    ['another delimiter and quote', { delimiter: ';', quote: "'" }, "a;b\n'1;2';3", [{ a: '1;2', b: '3' }]],
    [
      'what another quote encloses, doubled where it stands for itself, and double quotes as they are',
      { quote: "'" },
      `a,b\n'it''s "fine"','say ""hi"" now'\n`,
      [{ a: `it's "fine"`, b: 'say ""hi"" now' }],
    ],
    ['tabs', { delimiter: '\t' }, 'a\tb\n1\t2', [{ a: '1', b: '2' }]],
    ['a byte order mark before a quoted name', {}, '\uFEFF"a",b\n1,2', [{ a: '1', b: '2' }]],
    [
      'names given in the client file',
      { header: ['a', 'b'] },
      '1,2\n3,4',
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['two fields with one name', {}, 'city,city, city\n1,2,3', [{ city: '1', 'city#2': '2', 'city#3': '3' }]],
    ['two fields with one name, beside one that is named like the second', {}, 'a,a#2,a\n1,2,3', [{ a: '1', 'a#2': '2', 'a#3': '3' }]],
    [
      'no blank rows',
      {},
      '\n\na,b\n\n1,2\n,\n  \n3,4\n\n',
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    [
      'lines that end twice',
      {},
      'a,b\r\r\n1,2\r\r\n"3",4\r\r\n',
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['a quote inside a field', {}, 'a,b\n5" pipe,2', [{ a: '5" pipe', b: '2' }]],
    ['rows that end in a delimiter', {}, 'a,b\n1,2,\n', [{ a: '1', b: '2' }]],
    ['nothing but a header', {}, 'a,b\n', []],
  ])('reads %s', async (_what, csv, text, expected) => {
    const fields = await fieldsOf({ csv }, text)

    expect(fields).toEqual(expected)
  })

  it('marks a row with too few or too many fields, and reads the others', async () => {
    const { records } = await readAll({ csv: {} }, 'a,b\n1\n2,3\n4,5,6\n')

    expect(records.map(({ position, fault }) => [position, fault])).toEqual([
      [1, '1 field, expected 2 as in the header'],
      [2, undefined],
      [3, '3 fields, expected 2 as in the header'],
    ])
  })

  it.each([
    ['semicolons', {}, 'id;title;url\n1;x, y;z\n', '";"'],
    ['tabulators', {}, 'id\ttitle\n1\tx\n', '"\\t"'],
    ['commas', { delimiter: ';' }, 'id,title\n1,x\n', '","'],
  ])('says at once that it is %s that part the fields', async (_what, csv, text, delimiter) => {
    const reading = readAll({ csv }, text)

    await expect(reading).rejects.toMatchObject({
      causeName: 'wrongFormat',
      message: expect.stringContaining(`declare delimiter ${delimiter}`),
    })
  })

  it('reads a list of one column', async () => {
    expect(await fieldsOf({ csv: {} }, 'id\n"a;b"\n')).toEqual([{ id: 'a;b' }])
  })

  it('passes over the line in which Excel names the delimiter', async () => {
    expect(await fieldsOf({ csv: { delimiter: ';' } }, 'sep=;\r\nid;title\r\n1;x\r\n')).toEqual([{ id: '1', title: 'x' }])
  })

  it('takes quotes as they are where nothing encloses a field', async () => {
    expect(await fieldsOf({ csv: { delimiter: '\t', quote: '' } }, 'id\ttitle\n1\t"A" and B\n2\t5" pipes\n')).toEqual([
      { id: '1', title: '"A" and B' },
      { id: '2', title: '5" pipes' },
    ])
  })

  it('reads TSV', async () => {
    expect(await fieldsOf({ csv: { delimiter: '\t' } }, 'id\ttitle\n1\t"x\ty"\n')).toEqual([{ id: '1', title: 'x\ty' }])
  })

  it.each([
    ['a quote that is still open at the end', 'a,b\n1,"2\n3,4\n', 'truncated'],
    ['nothing', '', 'wrongFormat'],
  ])('refuses %s', async (_what, text, causeName) => {
    const reading = readAll({ csv: {} }, text)

    await expect(reading).rejects.toMatchObject({ name: 'SourceError', causeName })
  })

  it('reads what RFC 4180 writes, whatever the fields hold and however the bytes are cut', async () => {
    const field = fc
      .array(fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r\n', '\r', ' ', 'é', '𝄞', "'", '\\'), { maxLength: 6 })
      .map((parts) => parts.join(''))
    const written = (value: string) => (/[",;\t\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constant('k'), field, field), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('', '\uFEFF'),
        fc.integer({ min: 1, max: 9 }),
        async (rows, lineEnd, delimiter, mark, pieceLength) => {
          const lines = [['x', 'y', 'z'], ...rows].map((row) => row.map(written).join(delimiter))

          const fields = await fieldsOf({ csv: { delimiter } }, mark + lines.join(lineEnd), pieceLength)

          expect(fields).toEqual(rows.map(([x, y, z]) => ({ x, y, z })))
        },
      ),
      { numRuns: 300 },
    )
  })
})
