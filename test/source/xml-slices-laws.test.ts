import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SourceError } from '../../scripts/errors.ts'
import type { Piece } from '../../scripts/source/recall.ts'
import { readXml } from '../../scripts/source/xml.ts'
import { XmlSlices } from '../../scripts/source/xml-slices.ts'
import { inChunks, xmlDocument, xmlGarbage } from './xml-documents.ts'

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
const settings = { seed: 20_260_214, numRuns: 3000 } as const

function cut(path: readonly string[], chunks: readonly string[]): readonly Piece[] {
  const slices = new XmlSlices(path)
  return [...chunks.flatMap((chunk) => slices.push(chunk)), ...slices.end()]
}

const joined = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('')
const recordsOf = (pieces: readonly Piece[]) => pieces.flatMap(({ isRecord, text }) => (isRecord ? [text] : []))

/** The fields of the records that readXml finds; undefined where it finds fault. */
async function readFields(path: readonly string[], text: string): Promise<readonly unknown[] | undefined> {
  const format = { records: path.map((name) => `[${JSON.stringify(name)}]`).join('') }
  async function* whole(): AsyncGenerator<string, void, undefined> {
    yield text
  }
  try {
    return (await Array.fromAsync(readXml(whole(), format, 'acme/jobs'))).flat().map(({ fields }) => fields)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return error.causeName === 'pathMissing' ? [] : undefined
  }
}

/** The fields of each record, read alone; undefined where one of them is not one record. */
async function readEach(path: readonly string[], records: readonly string[]): Promise<readonly unknown[] | undefined> {
  const read = await Promise.all(records.map((record) => readFields(['r', path.at(-1)!], `<r>${record}</r>`)))
  return read.every((fields) => fields?.length === 1) ? read.flat() : undefined
}

/** The text with an empty element for each record, as it is given to a parser when the records are known. */
const withoutRecords = (path: readonly string[], pieces: readonly Piece[]) =>
  pieces.map(({ isRecord, text }) => (isRecord ? `<${path.at(-1)}/>` : text)).join('')

describe('XmlSlices of any document', () => {
  it('finds the records of readXml, however the text is cut', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(xmlDocument, lengths, async ({ path, text }, chunkLengths) => {
        const pieces = cut(path, inChunks(text, chunkLengths))

        const expected = await readFields(path, text)
        expect(expected).toBeDefined()
        expect(await readEach(path, recordsOf(pieces))).toEqual(expected)
        expect(joined(pieces)).toBe(text)
        expect(await readFields(path, withoutRecords(path, pieces))).toHaveLength(expected!.length)
        found += expected!.length
      }),
      settings,
    )

    // Documents without records would prove nothing.
    expect(found).toBeGreaterThan(settings.numRuns)
  })

  it('finds the same records, however the text is cut', () => {
    fc.assert(
      fc.property(xmlDocument, lengths, ({ path, text }, chunkLengths) => {
        const pieces = cut(path, inChunks(text, chunkLengths))

        expect(recordsOf(pieces)).toEqual(recordsOf(cut(path, [text])))
      }),
      settings,
    )
  })
})

describe('XmlSlices of garbage', () => {
  it('gives the text back, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          xmlGarbage,
          fc.record({
            path: fc.constant(['a']),
            text: fc.string({ unit: fc.constantFrom(...'<>/!?-[]CDATA\'" a&;', '\uD834', '\uDD1E') }),
          }),
        ),
        lengths,
        ({ path, text }, chunkLengths) => {
          const pieces = cut(path, inChunks(text, chunkLengths))

          expect(joined(pieces)).toBe(text)
        },
      ),
      settings,
    )
  })

  it('hides no fault from a parser that is given everything but records that are known to be good', async () => {
    let faulty = 0
    let good = 0
    await fc.assert(
      fc.asyncProperty(xmlGarbage, lengths, async ({ path, text }, chunkLengths) => {
        const pieces = cut(path, inChunks(text, chunkLengths))
        const expected = await readFields(path, text)

        const each = await readEach(path, recordsOf(pieces))
        const rest = await readFields(path, withoutRecords(path, pieces))
        const isTakenForGood = each !== undefined && rest !== undefined

        if (isTakenForGood) expect(expected).toHaveLength(rest.length)
        if (isTakenForGood && rest.length > 0) good += 1
        if (expected === undefined) faulty += 1
      }),
      settings,
    )

    // Neither documents without a fault nor those that nobody takes for good would prove anything.
    expect(faulty).toBeGreaterThan(settings.numRuns / 3)
    expect(good).toBeGreaterThan(settings.numRuns / 30)
  })
})
