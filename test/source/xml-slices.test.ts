import { describe, expect, it } from 'vitest'
import type { Piece } from '../../scripts/source/recall.ts'
import { XmlSlices } from '../../scripts/source/xml-slices.ts'

/** The pieces of a text that comes in chunks of this length. */
function cut(path: readonly string[], text: string, length = text.length): readonly Piece[] {
  const slices = new XmlSlices(path)
  const pieces: Piece[] = []
  for (let start = 0; start < text.length; start += length) pieces.push(...slices.push(text.slice(start, start + length)))
  pieces.push(...slices.end())
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  return pieces
}

function recordsOf(path: readonly string[], text: string, length?: number): readonly string[] {
  return cut(path, text, length).flatMap((piece) => (piece.isRecord ? [piece.text] : []))
}

const path = ['source', 'job']

describe('XmlSlices', () => {
  it.each([
    ['one', '<job><a>1</a></job>', ['<job><a>1</a></job>']],
    ['several', 'x<job>1</job>\n<job>2</job>', ['<job>1</job>', '<job>2</job>']],
    ['empty ones', '<job/><job /><job a="/>"/><job></job>', ['<job/>', '<job />', '<job a="/>"/>', '<job></job>']],
    ['one with > in its attributes', `<job\n a='>' b=">'"\t>1</job>`, [`<job\n a='>' b=">'"\t>1</job>`]],
    ['one with / in its attributes', '<job a="/">1</job>', ['<job a="/">1</job>']],
    ['white space in the end tag', '<job>1</job\r\n\t >', ['<job>1</job\r\n\t >']],
    [
      'one within another',
      '<job><job>1</job><job/><x><job a="1">2</job></x></job>',
      ['<job><job>1</job><job/><x><job a="1">2</job></x></job>'],
    ],
    ['its end in CDATA', '<job><![CDATA[</job><job>]] >]]]></job>', ['<job><![CDATA[</job><job>]] >]]]></job>']],
    ['its end in a comment', '<job><!--</job>- ->--></job>', ['<job><!--</job>- ->--></job>']],
    ['its end in an instruction', '<job><?p </job>> ? ??></job>', ['<job><?p </job>> ? ??></job>']],
    ['a beginning in CDATA', '<x><![CDATA[<job>]]></x><job/>', ['<job/>']],
    ['a beginning in a comment', '<!-- <job> --><job/>', ['<job/>']],
    ['a beginning in an instruction', '<?p <job> ?><job/>', ['<job/>']],
    ['names that begin alike', '<jobs/><job><jobs><job-x/><job.y/></jobs></job><jo/>', ['<job><jobs><job-x/><job.y/></jobs></job>']],
    ['the name at another place', '<x><job>no</job></x><job>yes</job>', ['<job>yes</job>']],
    ['the root within it', '<job><source><job/></source></job>', ['<job><source><job/></source></job>']],
    ['other letters', '<Job/><job>é – 𝄞</job>', ['<job>é – 𝄞</job>']],
    ['nothing', '<x/>', []],
  ])('finds records: %s', (_what, inside, expected) => {
    const text = `<?xml version="1.0"?>\n<!DOCTYPE source>\n<source a="b">${inside}</source>\n`

    for (let length = 1; length <= text.length; length += 1) expect(recordsOf(path, text, length)).toEqual(expected)
  })

  it.each([
    ['the root', ['job'], '<job><job/></job>', ['<job><job/></job>']],
    ['the root, empty', ['job'], '\uFEFF<?xml version = \'1.0\' encoding="utf-8"?><job/><!-- x -->', ['<job/>']],
    [
      'in several lists',
      ['s', 'jobs', 'job'],
      '<s><jobs><job/></jobs><job/><jobs/><jobs><job>2</job></jobs></s>',
      ['<job/>', '<job>2</job>'],
    ],
    ['named with a prefix', ['s', 'g:job'], '<s><job/><g:job>1</g:job><h:job/></s>', ['<g:job>1</g:job>']],
    ['below elements that are named alike', ['a', 'a', 'a'], '<a><a><a>1<a/></a></a><b><a><a/></a></b></a>', ['<a>1<a/></a>']],
    ['deep down', Array(150).fill('d'), `${'<d>'.repeat(190)}${'</d>'.repeat(190)}`, [`${'<d>'.repeat(41)}${'</d>'.repeat(41)}`]],
  ])('finds records that are %s', (_where, names, text, expected) => {
    for (let length = 1; length <= text.length; length += 1) expect(recordsOf(names, text, length)).toEqual(expected)
  })

  it.each([
    ['an end without a beginning', '</x><source>'],
    ['another end than that of what is open', '<x></y><source>'],
    ['the end of more than is open', '<source></source></source><source>'],
    ['a second root', '<source/><source>'],
    ['an end tag with an attribute', '<source><x></x a="">'],
    ['a tag in a tag', '<source <x>'],
    ['a tag in an attribute', '<source a="<x>">'],
    ['a tag without a name', '<source>< >'],
    ['an end tag without a name', '<source></>'],
    ['a slash within a tag', '<source / >'],
    ['a name that has no end', `<source><${'x'.repeat(2000)}/>`],
    ['a declaration of something else', '<source><!ELEMENT x>'],
    ['a document type in the root', '<source><!DOCTYPE x>'],
    ['a document type with declarations', '<!DOCTYPE source [<!ENTITY job "<job/>">]><source>'],
    ['a document type elsewhere', '<!DOCTYPE source SYSTEM ">"><source>'],
    ['XML 1.1', '<?xml version="1.1"?><source>'],
    ['an XML declaration without a version', '<?xml encoding="utf-8"?><source>'],
    ['more levels than any record has', `<source>${'<a>'.repeat(200)}${'</a>'.repeat(200)}`],
  ])('gives up at %s', (_what, beginning) => {
    const text = `${beginning}<job/></source>${'<job>1</job>'.repeat(3)}`

    for (const length of [1, 7, text.length]) expect(recordsOf(path, text, length)).toEqual([])
  })

  it('gives up where records stop being possible, and keeps those before', () => {
    const records = recordsOf(path, '<source><job>1</job></other><job>2</job></source>')

    expect(records).toEqual(['<job>1</job>'])
  })

  it.each([
    ['text before the root', '  '],
    ['text between records', '<source>some text'],
    ['a comment', '<source><!-- some text'],
    ['CDATA', '<source><![CDATA[ some text'],
    ['an instruction', '<source><?some text'],
    ['a document type', '<!DOCTYPE some'],
    ['a tag that has no end yet', '<source><x y="some text'],
    ['an end tag that has no end yet', '<source><x></x  '],
  ])('gives %s at once', (_what, text) => {
    const slices = new XmlSlices(path)

    const given = slices.push(text).map((piece) => piece.text)

    expect(text.length - given.join('').length).toBeLessThan(3)
  })

  it('gives a record as soon as it ends', () => {
    const slices = new XmlSlices(path)

    const given = ['<source> ', '<job>', '1</job', '>', ' '].map((chunk) => slices.push(chunk))

    expect(given).toEqual([
      [{ isRecord: false, text: '<source> ' }],
      [],
      [],
      [{ isRecord: true, text: '<job>1</job>' }],
      [{ isRecord: false, text: ' ' }],
    ])
  })
})

describe('XmlSlices of a long record', () => {
  const record = (length: number) => `<job>${'x'.repeat(length - 11)}</job>`

  it.each([1000, 65_536, 20_000_000])('gives up at more than 10,000,000 characters, in chunks of %d', (length) => {
    expect(recordsOf(path, `<source>${record(10_000_000)}<job/></source>`, length)).toHaveLength(2)
    expect(recordsOf(path, `<source><job/>${record(10_000_001)}<job/></source>`, length)).toEqual(['<job/>'])
  })

  it('takes long records one after the other', () => {
    expect(recordsOf(path, `<source>${record(6_000_000).repeat(3)}</source>`, 65_536)).toHaveLength(3)
  })

  it('gives what it held while the record is still open', () => {
    const slices = new XmlSlices(path)
    slices.push('<source><job>')
    let given = 0

    for (let chunks = 0; chunks < 11; chunks += 1)
      given += slices.push('x'.repeat(1_000_000)).reduce((sum, { text }) => sum + text.length, 0)

    expect(given).toBe('<job>'.length + 11_000_000)
    expect(slices.push('</job><job/>')).toEqual([{ isRecord: false, text: '</job><job/>' }])
  })
})
