import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { readCDataInRuns } from '../../scripts/source/xml-cdata.ts'
import { inChunks } from './xml-documents.ts'

const pieces = ['a', ' &amp; <b>', '\t', '\n', '\r', '\r\n', ']', ']]', ']>', '>', 'é', '\u2028', '\ud7ff', '\ue000', '\ufffd', '\ufffe']
const oddities = ['\u{1f600}', '\ud83d', '\0', '\x0b', '\x7f', '\x85', '<![CDATA[', ']]><i/><![CDATA[']
const sections = fc.string({ unit: fc.constantFrom(...pieces, ...oddities), maxLength: 40 })
const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 })

/** All that a parser tells of a text, with its place each time. */
function toldOf(parser: SaxesParser, chunks: readonly string[]): readonly unknown[] {
  const told: unknown[] = []
  const note = (kind: string) => (what: unknown) => {
    const { line, column, columnIndex, position } = parser
    told.push([kind, what instanceof Error ? what.message : what, line, column, columnIndex, position])
  }
  parser.on('error', note('error'))
  parser.on('cdata', note('cdata'))
  parser.on('text', note('text'))
  parser.on('closetag', ({ name }) => note('closetag')(name))
  for (const chunk of chunks) parser.write(chunk)
  parser.close()
  return told
}

describe('readCDataInRuns', () => {
  it('changes neither what saxes reads, nor its faults, nor any place that it tells, however the text is cut', () => {
    fc.assert(
      fc.property(fc.constantFrom('1.0', '1.1'), sections, lengths, (version, section, chunkLengths) => {
        const chunks = inChunks(`<?xml version="${version}"?><a>\n<b><![CDATA[${section}]]></b>&lt;\n<c/></a>`, chunkLengths)
        const parser = new SaxesParser()
        readCDataInRuns(parser)

        expect(toldOf(parser, chunks)).toEqual(toldOf(new SaxesParser(), chunks))
      }),
      { numRuns: 5000 },
    )
  })
})
