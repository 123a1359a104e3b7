import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readXml } from '../../scripts/source/xml.ts'
import { fieldsOf, readAll } from './read-all.ts'

const format = { xml: { records: 'source.job' } }

async function* pieces(text: string, length: number): AsyncGenerator<string, void, undefined> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length)
}

/** The fields that are read when the parser itself gets the text in pieces of this length. */
async function readPieces(text: string, length: number): Promise<unknown[]> {
  const fields: unknown[] = []
  for await (const batch of readXml(pieces(text, length), format.xml, 'acme/jobs')) fields.push(...batch.map((record) => record.fields))
  return fields
}

describe('readXml', () => {
  it.each([
    ['text', '<job><a>one</a></job>', { a: 'one' }],
    ['an empty element', '<job><a/></job>', { a: '' }],
    ['CDATA and text together', '<job><a>x <![CDATA[<b>&amp;</b>]]> y</a></job>', { a: 'x <b>&amp;</b> y' }],
    ['entities', '<job><a>R&amp;D &lt;b&gt; &#233;&#xE9;</a></job>', { a: 'R&D <b> éé' }],
    [
      'references to the characters of windows-1252',
      '<job u="&#x92;"><a>9&#150;17 &#128;&#129;</a></job>',
      { '@u': '’', a: '9–17 €\u0081' },
    ],
    ['attributes', '<job id="7"><a lang="fr">un</a></job>', { '@id': '7', a: { '@lang': 'fr', '#text': 'un' } }],
    ['children', '<job><a><b>1</b><c>2</c></a></job>', { a: { b: '1', c: '2' } }],
    ['a child that comes again', '<job><a>1</a><b/><a>2</a><a>3</a></job>', { a: ['1', '2', '3'], b: '' }],
    ['names with a prefix, as written', '<job xmlns:g="urn:g"><g:id>1</g:id></job>', { '@xmlns:g': 'urn:g', 'g:id': '1' }],
    ['a record within a record', '<job><job>inner</job></job>', { job: 'inner' }],
    ['a record without children', '<job>alone</job>', { '#text': 'alone' }],
    ['names that every object has', '<job><constructor>1</constructor></job>', { constructor: '1' }],
  ])('reads %s', async (_what, job, expected) => {
    const fields = await fieldsOf(format, `<source>${job}</source>`)

    expect(fields).toEqual([expected])
  })

  it('keeps a field named __proto__ from reaching any prototype', async () => {
    const [fields] = await fieldsOf(format, '<source><job><__proto__><polluted>yes</polluted></__proto__></job></source>')

    expect(Object.keys(fields as object)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('leaves out elements that have the name but not the place', async () => {
    const fields = await fieldsOf(format, '<source><old><job><a>no</a></job></old><job><a>yes</a></job></source>')

    expect(fields).toEqual([{ a: 'yes' }])
  })

  it('numbers the records from 1', async () => {
    const { records } = await readAll(format, '<source><job/><job/></source>')

    expect(records.map(({ position }) => position)).toEqual([1, 2])
  })

  it('reads the same, however the text is cut', async () => {
    const text =
      '<?xml version="1.0"?><!-- x --><source a="b"><job n="1"><t>é &amp; 𝄞</t><d><![CDATA[<p>]] > ]]></d></job><x/><job><t>2</t></job></source>'
    const whole = await readPieces(text, text.length)

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (length) => {
        expect(await readPieces(text, length)).toEqual(whole)
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    ['a bare ampersand', '<source><job><a>R & D</a></job></source>', 'wrongFormat'],
    ['a wrong end tag', '<source><job><a>1</b></job></source>', 'wrongFormat'],
    ['an unknown entity', '<source><job>&nbsp;</job></source>', 'wrongFormat'],
    ['nothing', '', 'wrongFormat'],
    ['JSON', '{"jobs":[]}', 'wrongFormat'],
    ['entities that are declared', '<!DOCTYPE s [<!ENTITY a "b">]><source><job>&a;</job></source>', 'wrongFormat'],
    ['an external entity', '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><source><job>&a;</job></source>', 'wrongFormat'],
    ['an external document type', '<!DOCTYPE source SYSTEM "http://127.0.0.1/x.dtd"><source/>', 'wrongFormat'],
    ['more levels than any record has', `<source><job>${'<a>'.repeat(300)}`, 'wrongFormat'],
    ['an end between records', '<source><job><a>1</a></job>', 'truncated'],
    ['an end inside a tag', '<source><job><a>1</a></job><jo', 'truncated'],
    ['an end inside CDATA', '<source><job><a><![CDATA[abc', 'truncated'],
    ['another root', '<jobs><job/></jobs>', 'pathMissing'],
    ['records of another name', '<source><offer><a/></offer><offer><a/></offer></source>', 'pathMissing'],
  ])('refuses %s', async (_what, text, causeName) => {
    const reading = readAll(format, text)

    await expect(reading).rejects.toMatchObject({ name: 'SourceError', causeName })
  })

  it.each([
    [
      'an entity of HTML',
      '<source><job>\n&nbsp;</job></source>',
      'line 2, column 6: XML knows no "&nbsp;", expected its number, as in "&#160;"',
    ],
    ['words', '\uFEFF\n Service unavailable, please come back later', 'expected XML, got "Service unavailable, please come back l…"'],
    ['JSON', '{"jobs":[]}', 'expected XML, got "{\\"jobs\\":[]}"'],
    ['blanks', ' \n', 'expected XML, got an empty answer'],
  ])('says what is wrong where it gets %s', async (_what, text, message) => {
    await expect(readAll(format, text)).rejects.toThrow(message)
  })

  it('says where the fault is', async () => {
    const reading = readAll(format, '<source>\n  <job>\n    <a>1</b>\n  </job>\n</source>')

    await expect(reading).rejects.toThrow('acme/jobs: not well-formed XML, line 3, column 12: unexpected close tag.')
  })

  it('says which path is likely meant', async () => {
    const reading = readAll(format, '<source><offer><a/></offer><offer><a/></offer></source>')

    await expect(reading).rejects.toThrow('no element at "source.job"; the root is <source>; did you mean "source.offer"?')
  })

  it.each([
    ['without anything', '<source/>'],
    ['with what is told of the list', '<source><publisher>Acme</publisher><lastBuildDate>today</lastBuildDate></source>'],
    ['after a bare document type', '<!DOCTYPE source><source></source>'],
  ])('reads a list %s as empty and complete', async (_what, text) => {
    const { records, facts } = await readAll(format, text)

    expect(records).toEqual([])
    expect(facts.isComplete).toBe(true)
  })

  it.each([
    ['text in a record', '<source><job><a>', 'x'],
    ['children in a record', '<source><job>', '<a>x</a>'],
    ['text outside records', '<source>', 'x'],
    ['a comment', '<source><!--', 'x'],
    ['an attribute', '<source a="', 'x'],
  ])('refuses %s that has no end', async (_what, beginning, more) => {
    async function* endless(): AsyncGenerator<string, void, undefined> {
      yield beginning
      for (;;) yield more.repeat(1_000_000)
    }

    const reading = Array.fromAsync(readXml(endless(), format.xml, 'acme/jobs'))

    await expect(reading).rejects.toMatchObject({ causeName: 'tooLarge' })
  })

  it('reads on past any number of elements that are no records', async () => {
    const records = await Array.fromAsync(
      readXml(pieces(`<source>${'<x>y</x>'.repeat(1_500_000)}<job/></source>`, 65_536), format.xml, 'acme/jobs'),
    )

    expect(records.flat()).toHaveLength(1)
  })
})

describe('readXml of markup', () => {
  const markup = { xml: { records: 'source.job', markup: ['text', 'more.text'] } }

  it.each([
    ['children as HTML', '<text>A <b class="x">b</b> &amp; c<br/>d</text>', { text: 'A <b class="x">b</b> &amp; c<br>d' }],
    [
      'XHTML without its prefixes',
      '<text xmlns:h="x"><h:div xmlns="y"><h:p>a</h:p></h:div></text>',
      { text: { '@xmlns:h': 'x', '#text': '<div><p>a</p></div>' } },
    ],
    ['entities as such', '<text><p title="&quot;&lt;">&lt;script&gt;</p></text>', { text: '<p title="&quot;&lt;">&lt;script&gt;</p>' }],
    ['text without children as it is', '<text><![CDATA[<p>a &amp; b</p>]]></text>', { text: '<p>a &amp; b</p>' }],
    ['an empty element', '<text/>', { text: '' }],
    [
      'several, and deeper ones',
      '<text><i>1</i></text><text>2</text><more><text><u>3</u></text></more>',
      { text: ['<i>1</i>', '2'], more: { text: '<u>3</u>' } },
    ],
    ['an element of the same name elsewhere', '<other><text><b>x</b></text></other>', { other: { text: { b: 'x' } } }],
  ])('keeps %s', async (_what, record, expected) => {
    for (const pieceLength of [1, 1000]) {
      const [fields] = await fieldsOf(markup, `<source><job>${record}</job></source>`, pieceLength)

      expect(fields).toEqual(expected)
    }
  })

  it('gives the records after it', async () => {
    const fields = await fieldsOf(markup, '<source><job><text><p>1</p></text><id>a</id></job><job><id>b</id></job></source>')

    expect(fields).toEqual([{ text: '<p>1</p>', id: 'a' }, { id: 'b' }])
  })

  it('still ends at 200 levels', async () => {
    const reading = readAll(markup, `<source><job><text>${'<b>'.repeat(300)}`)

    await expect(reading).rejects.toMatchObject({ causeName: 'wrongFormat', message: expect.stringContaining('more than 200 levels') })
  })
})
