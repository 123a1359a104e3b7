import { describe, expect, it } from 'vitest'
import { cutCsv } from '../../scripts/sample/cut-csv.ts'
import { cutJson } from '../../scripts/sample/cut-json.ts'
import { cutLines } from '../../scripts/sample/cut-lines.ts'
import { cutXml } from '../../scripts/sample/cut-xml.ts'
import { Excerpt } from '../../scripts/sample/excerpt.ts'

type Cut = (text: AsyncIterable<string>, excerpt: Excerpt) => Promise<void>

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length)
}

/** The text with the records at these positions, and the records by themselves. */
async function keep(cut: Cut, text: string, positions: readonly number[], pieceLength: number) {
  const excerpt = new Excerpt({
    isKept: (at) => positions.includes(at),
    isSeparator: (gap) => /^\s*,?\s*$/.test(gap),
    longestAround: 10_000,
  })
  await cut(inPieces(text, pieceLength), excerpt)
  const pieces = excerpt.finish()
  const records = pieces.flatMap((piece) => (piece.kind === 'record' ? [piece.text] : []))
  return { text: pieces.map((piece) => piece.text).join(''), records, count: excerpt.count }
}

const xml = `<?xml version="1.0"?>\r\n<a:feed xmlns:a="x"><job>no</job><jobs b='>'>\n<a:job n="1">é😀<job>in</job></a:job>\r\n<a:job/><!-- <a:job> --><a:job><![CDATA[</a:job>]]></a:job>\n</jobs><jobs><other/><a:job>4</a:job></jobs></a:feed>\n`
const json = `{"a": [{"jobs": [ {"x": "]}\\"😀"} ,\n{"y": [1, {}]}], "z": [1]}, {"jobs": []}, {"jobs": [3, "four"]}], "jobs": [5]}\n`
const csv = 'id;"a;b"\r\n\r\n1;"x""y\n;z"\r\n;;\r\n2;é😀\n3;"q"\r'
const lines = '{"a":1}\n\n  \n{"b":"😀"}\r\n{"c":3}'

const formats: readonly (readonly [name: string, cut: Cut, text: string, records: readonly string[]])[] = [
  [
    'XML',
    (text, excerpt) => cutXml(text, 'a:feed.jobs.a:job', excerpt),
    xml,
    ['<a:job n="1">é😀<job>in</job></a:job>', '<a:job/>', '<a:job><![CDATA[</a:job>]]></a:job>', '<a:job>4</a:job>'],
  ],
  ['JSON', (text, excerpt) => cutJson(text, 'a.jobs', excerpt), json, ['{"x": "]}\\"😀"}', '{"y": [1, {}]}', '3', '"four"']],
  ['CSV', (text, excerpt) => cutCsv(text, { delimiter: ';' }, excerpt), csv, ['1;"x""y\n;z"', '2;é😀', '3;"q"']],
  ['JSON Lines', cutLines, lines, ['{"a":1}', '{"b":"😀"}\r', '{"c":3}']],
]

describe.each(formats)('an excerpt of %s', (_name, cut, text, records) => {
  const all = records.map((_, index) => index + 1)

  it.each([1, 2, 3, 7, 1000])('is the text itself where all records are kept, in pieces of %d', async (pieceLength) => {
    expect(await keep(cut, text, all, pieceLength)).toEqual({ text, records, count: records.length })
  })

  it.each([1, 5, 1000])('holds exactly the records that are kept, in pieces of %d', async (pieceLength) => {
    for (const position of all) {
      const { records: kept } = await keep(cut, text, [position], pieceLength)

      expect(kept).toEqual([records[position - 1]])
    }
  })
})
