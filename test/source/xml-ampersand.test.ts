import { describe, expect, it } from 'vitest'
import { readXml } from '../../scripts/source/xml.ts'

describe('readXml at an ampersand that is not escaped', () => {
  it.each([
    ['the next semicolon is lines away', ['<a>\n<b>R&D</b>\n<b>x</b>\n<b>&amp;</b></a>'], 2],
    ['there is no semicolon', ['<a>\n<b>R & D</b>\n</a>'], 2],
    ['the text comes in pieces', ['<a>\n\n<b>R&', 'D</b>', '\n<b>x;</b></a>'], 3],
    ['it stands in an attribute', ['<a>\n<b href="?x=1&y=2"/>\n</a>'], 2],
  ])('names its line where %s', async (_where, pieces, line) => {
    const reading = Array.fromAsync(readXml(inPieces(pieces), { records: 'a.b' }, 'acme/jobs'))

    await expect(reading).rejects.toMatchObject({
      causeName: 'wrongFormat',
      message: `acme/jobs: not well-formed XML, line ${line}: "&" stands by itself, expected "&amp;"`,
    })
  })

  it('takes those in CDATA and those of references', async () => {
    const text = inPieces(['<a><b><![CDATA[R & D;]]></b><b>R &am', 'p; D &#38;</b></a>'])

    const [first, second] = (await Array.fromAsync(readXml(text, { records: 'a.b' }, 'acme/jobs'))).flat()

    expect(first?.fields).toEqual({ '#text': 'R & D;' })
    expect(second?.fields).toEqual({ '#text': 'R & D &' })
  })
})

async function* inPieces(pieces: readonly string[]): AsyncGenerator<string, void, undefined> {
  yield* pieces
}
