import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Format } from '../../scripts/model/client.ts'
import type { Feed } from '../../scripts/model/feed.ts'
import { type Sample, takeSample } from '../../scripts/sample/take.ts'
import { readBytes } from '../../scripts/source/read.ts'
import { readAll } from '../source/read-all.ts'
import { aFeed } from '../support/build.ts'

function feedOf(format: Format): Feed {
  return aFeed({
    source: { file: { path: 'jobs' }, format },
    mapping: { id: 'id', title: 'title', url: { const: 'https://acme.example/' } },
  })
}

/** A sample of this text, which comes in pieces of a few characters. */
async function sampleOf(
  format: Format,
  content: string | Uint8Array,
  { ordinary = 1, charset }: { ordinary?: number; charset?: string } = {},
): Promise<Sample> {
  const feed = feedOf(format)
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return await takeSample(feed, { ordinary, open: async (listeners) => readBytes(feed, bytes, { ...listeners, charset }) })
}

const xml = (...records: readonly string[]) => `<?xml version="1.0"?>
<!-- by Acme -->
<source>
  <publisher>Acme</publisher>
  ${records.join('\n  ')}
  <total>9</total>
</source>
`
const xmlFormat = { xml: { records: 'source.job' } }
const jobXml = (id: number, more = '') => `<job lang='fr'><id>${id}</id><title><![CDATA[A & B]]></title>${more}</job>`

describe('takeSample', () => {
  it('keeps records of XML as they are written, the head and the tail', async () => {
    const taken = await sampleOf(xmlFormat, xml(jobXml(1), jobXml(2), jobXml(3)))

    expect(taken).toMatchObject({ extension: 'xml', kept: 1, records: 3 })
    expect(taken.bytes.toString()).toBe(xml(jobXml(1)))
  })

  it('keeps the longest, the emptiest, the most nested and a skipped record', async () => {
    const longest = jobXml(3, `<text>${'long '.repeat(50)}</text>`)
    const emptiest = '<job><id>4</id><title>D</title></job>'
    const nested = jobXml(5, '<a><b><c>deep</c></b></a>')
    const skipped = '<job><id>6</id><title/><place>Lyon</place></job>'

    const taken = await sampleOf(xmlFormat, xml(jobXml(1), jobXml(2), longest, emptiest, nested, skipped, jobXml(7)))

    expect(taken.bytes.toString()).toBe(xml(jobXml(1), longest, emptiest, nested, skipped))
  })

  it('keeps a record that keep leaves out beside one that is skipped', async () => {
    const feed = { ...feedOf(xmlFormat), keep: [{ path: 'state', isNot: 'draft' }] }
    const [leftOut, skipped] = ['<job><id>1</id><title>A</title><state>draft</state></job>', '<job><id>2</id><state>open</state></job>']
    const bytes = Buffer.from(xml(leftOut, leftOut, jobXml(3), skipped, jobXml(4)))

    const taken = await takeSample(feed, { ordinary: 1, open: async (listeners) => readBytes(feed, bytes, listeners) })

    expect(taken.bytes.toString()).toBe(xml(leftOut, jobXml(3), skipped))
  })

  it('maps by expressions, to know which record is skipped', async () => {
    const feed = { ...feedOf(xmlFormat), mapping: { id: 'id', title: { expr: "id = '2' ? '' : $uppercase(title)" }, url: 'url' } }
    const record = (id: number) => jobXml(id, '<url>https://acme.example/</url>')
    const bytes = Buffer.from(xml(record(1), record(2), record(3)))

    const taken = await takeSample(feed, { ordinary: 1, open: async (listeners) => readBytes(feed, bytes, listeners) })

    expect(taken.bytes.toString()).toBe(xml(record(1), record(2)))
  })

  it('keeps the envelope of JSON, and long ids to their last digit', async () => {
    const taken = await sampleOf(
      { json: { records: 'data.jobs' } },
      '{"total":3,"data":{"jobs":[\n {"id":12345678901234567890,"title":"A","contact":"Ann Lee"},\n {"id":2,"title":"B","contact":"Ann Lee"},\n {"id":3,"title":"C","contact":"Ann Lee"}\n],"next":null}}',
    )

    expect(taken.bytes.toString()).toBe(
      '{"total":3,"data":{"jobs":[\n {"id":12345678901234567890,"title":"A","contact":"Xxx Xxx"}\n],"next":null}}',
    )
  })

  it('shortens long lists beside the records', async () => {
    const beside = Array.from({ length: 20_000 }, (_, id) => ({ id: 12345678901234567000 + id, kind: 'department' }))
    const text = JSON.stringify({ included: beside, data: [1, 2, 3].map((id) => ({ id, title: 'A', tags: [1, 2, 3, 4, 5] })) })

    const taken = await sampleOf({ json: { records: 'data' } }, text)

    const { included, data } = JSON.parse(taken.bytes.toString())
    expect({ included: included.length, data }).toEqual({ included: 3, data: [{ id: 1, title: 'A', tags: [1, 2, 3, 4, 5] }] })
  })

  it('says what to do where a head leaves no room for records', async () => {
    const head = `<source><note>${'x'.repeat(200_000)}</note>${jobXml(1)}</source>`

    await expect(sampleOf(xmlFormat, head)).rejects.toThrow('what stands around the records is longer than 150000 characters')
  })

  it('keeps lists that lose all their records', async () => {
    const taken = await sampleOf(
      { json: { records: 'departments.jobs' } },
      '{"departments":[{"jobs":[{"id":1,"title":"A"},{"id":2,"title":"B"}]},{"jobs":[{"id":3,"title":"C"}]},{"jobs":[]}]}',
    )

    expect(JSON.parse(taken.bytes.toString())).toEqual({ departments: [{ jobs: [{ id: 1, title: 'A' }] }, { jobs: [] }, { jobs: [] }] })
  })

  it('keeps lines of JSON Lines, one that is no JSON among them', async () => {
    const text =
      '{"id":1,"title":"A","phone":"555-123-4567"}\n\n{"id":2,"title":"B"\n{"id":3,"title":"C","tags":[["x"]]}\n{"id":4,"title":"D","phone":1}\n'

    const taken = await sampleOf({ jsonl: {} }, text)

    expect(taken).toMatchObject({ extension: 'jsonl', kept: 3, records: 4 })
    expect(taken.bytes.toString()).toBe(
      '{"id":1,"title":"A","phone":"000-000-0000"}\n\n{"id":2,"title":"B"\n{"id":3,"title":"C","tags":[["x"]]}\n',
    )
  })

  it('keeps header, delimiter, quotes, line ends and encoding of CSV', async () => {
    const text = 'id;title;phone\r\n1;"Bouch""er; F/H\r\nà Lyon";04 72 00 11 22\r\n2;Tapissier;04 72 00 11 23\r\n3;Fourreur;\r\n'

    const taken = await sampleOf({ csv: { delimiter: ';', encoding: 'windows-1252' } }, Buffer.from(text, 'latin1'))

    expect(taken).toMatchObject({ extension: 'csv', kept: 2, records: 3 })
    expect(taken.bytes.toString('latin1')).toBe('id;title;phone\r\n1;"Bouch""er; F/H\r\nà Lyon";00 00 00 00 00\r\n3;Fourreur;\r\n')
  })

  it.each([
    ['a byte order mark', Buffer.from('\uFEFF<source><job><id>1</id><title>é</title></job></source>', 'utf16le'), undefined],
    [
      'a header that alone says windows-1252',
      Buffer.from('<source><job><id>1</id><title>é</title></job></source>', 'latin1'),
      'windows-1252',
    ],
    [
      'a header that overrules the declaration',
      Buffer.from('<?xml version="1.0" encoding="iso-8859-2"?><source><job><id>1</id><title>é</title></job></source>'),
      'utf-8',
    ],
  ])('is read alike without its HTTP header: %s', async (_name, bytes, charset) => {
    const taken = await sampleOf(xmlFormat, bytes, charset === undefined ? {} : { charset })

    const { records } = await readAll(xmlFormat, taken.bytes)
    expect(records).toEqual([{ position: 1, fields: { id: '1', title: 'é' } }])
  })

  it('stays below its limit, and says so where nothing fits', async () => {
    const large = (id: number) => jobXml(id, `<text>${'x'.repeat(55_000)}</text>`)
    const huge = jobXml(9, `<text>${'x'.repeat(250_000)}</text>`)

    const taken = await sampleOf(xmlFormat, xml(large(1), large(2), large(3), large(4), large(5), huge), { ordinary: 5 })

    expect(taken.bytes.length).toBeLessThanOrEqual(200_000)
    expect(taken.kept).toBeGreaterThan(0)
    await expect(sampleOf(xmlFormat, xml(huge))).rejects.toThrow('none fits')
  })

  it('reads the kept records as the whole feed has them, for any CSV', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', '"', ';', '\n', ' ', '1') })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 12 }), async (rows) => {
        const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
        const text = `id;title\n${rows.map((row) => row.map(quoted).join(';')).join('\n')}`
        const format = { csv: { delimiter: ';' } }
        const whole = await readAll(format, text)
        fc.pre(whole.records.length > 0)
        const taken = await sampleOf(format, text, { ordinary: 3 })

        const { records } = await readAll(format, taken.bytes)

        const known = whole.records.map(({ fields }) => JSON.stringify(fields))
        expect(records.length).toBe(taken.kept)
        expect(records.filter(({ fields }) => !known.includes(JSON.stringify(fields)))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('keeps ids, whatever they look like, so that the sample is mapped to as many postings', async () => {
    const ids = ['0612345678', '123-45-6789', '0711/123456']

    const taken = await sampleOf({ json: {} }, JSON.stringify(ids.map((id) => ({ id, title: `call ${id}` }))), { ordinary: 3 })

    expect(JSON.parse(taken.bytes.toString())).toEqual([
      { id: ids[0], title: 'call 0000000000' },
      { id: ids[1], title: 'call 000-00-0000' },
      { id: ids[2], title: 'call 0000/000000' },
    ])
  })

  it('says that a feed has no records now', async () => {
    await expect(sampleOf({ json: {} }, '[]')).rejects.toThrow('has no records now: there is nothing to cut')
  })

  it('redacts what stands around the records of JSON by its names, and leaves it JSON', async () => {
    const text =
      '{"contact":{"name":"Ann","tel":612345678},"info":"call\\nann@acme.fr","jobs":[ {"id":1,"title":"x"} , {"id":2,"title":"Ann","contact":"Ann"}],"by":"Ann"}'

    const taken = await sampleOf({ json: { records: 'jobs' } }, text, { ordinary: 2 })

    const record = '{"id":1,"title":"x"}'
    expect(taken.bytes.toString()).toContain(record)
    expect(JSON.parse(taken.bytes.toString())).toEqual({
      contact: { name: 'Xxx', tel: 0 },
      info: 'call\nperson@example.com',
      jobs: [JSON.parse(record), { id: 2, title: 'Ann', contact: 'Xxx' }],
      by: 'Ann',
    })
  })

  it.each(['a record1 and \\"record-1', '\\u0072ecord0', 'record\\u002D7'])(
    'takes no text around the records for one of them: %s',
    async (info) => {
      const text = `{"info":"${info}","jobs":[{"id":1,"title":"x"}],"contact":"Ann"}`

      const taken = await sampleOf({ json: { records: 'jobs' } }, text)

      expect(JSON.parse(taken.bytes.toString())).toEqual({ ...JSON.parse(text), contact: 'Xxx' })
    },
  )

  it('keeps records that stand below a name of a person', async () => {
    const text = '{"contact":{"name":"Ann","jobs":[{"id":1,"title":"x"}]}}'

    const taken = await sampleOf({ json: { records: 'contact.jobs' } }, text)

    expect(taken.bytes.toString()).toBe('{"contact":{"name":"Xxx","jobs":[{"id":1,"title":"x"}]}}')
  })
})
