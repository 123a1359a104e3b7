import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Feed } from '../../scripts/model/feed.ts'
import { readBytes } from '../../scripts/source/read.ts'
import { aFeed } from '../support/build.ts'
import { collect, inPieces } from './read-all.ts'

const mapping = { id: 'id', title: 'title', url: 'url', department: '^.name' }

async function read(format: Feed['source']['format'], content: string, pieceLength = 10_000, overrides: Partial<Feed> = {}) {
  const feed = aFeed({ source: { file: { path: '-' }, format }, mapping, ...overrides })
  return await collect(readBytes(feed, inPieces(Buffer.from(content), pieceLength)))
}

describe('what surrounds a record', () => {
  it.each([1, 5, 10_000])('is under ^, from JSON in pieces of %d bytes', async (pieceLength) => {
    const text =
      '{"name":"Acme","meta":{"name":"no"},"departments":[{"id":1,"name":"IT","jobs":[{"id":"a"},{"id":"b"}]},{"id":2,"jobs":[{"id":"c"}],"name":"late"}]}'

    const { records } = await read({ json: { records: 'departments.jobs' } }, text, pieceLength)

    const acme = { name: 'Acme' }
    expect(records.map(({ fields }) => fields)).toEqual([
      { id: 'a', '^': { id: 1, name: 'IT', '^': acme } },
      { id: 'b', '^': { id: 1, name: 'IT', '^': acme } },
      { id: 'c', '^': { id: 2, '^': acme } },
    ])
  })

  it.each([1, 5, 10_000])('is under ^, from XML in pieces of %d bytes', async (pieceLength) => {
    const text =
      '<firm site="x"><name>Acme</name><group no="1"><name>IT</name><jobs><job><id>a</id></job></jobs><late>1</late></group><group no="2"><boss><name>no</name></boss><jobs><job><id>b</id></job></jobs></group></firm>'

    const { records } = await read({ xml: { records: 'firm.group.jobs.job' } }, text, pieceLength)

    const firm = { '@site': 'x', name: 'Acme' }
    expect(records.map(({ fields }) => fields)).toEqual([
      { id: 'a', '^': { '^': { '@no': '1', name: 'IT', '^': firm } } },
      { id: 'b', '^': { '^': { '@no': '2', '^': firm } } },
    ])
  })

  it('is what stands before a record, however the text is cut', async () => {
    const text = '<firm><job><id>a</id></job><name>Acme</name><job><id>b</id></job></firm>'

    const [whole, cut] = [await read({ xml: { records: 'firm.job' } }, text), await read({ xml: { records: 'firm.job' } }, text, 1)]

    expect(whole.records.map(({ fields }) => fields)).toEqual([
      { id: 'a', '^': {} },
      { id: 'b', '^': { name: 'Acme' } },
    ])
    expect(cut.records).toEqual(whole.records)
  })

  it('is not gathered where no path asks for it', async () => {
    const { records } = await read({ json: { records: 'jobs' } }, '{"name":"x","jobs":[{"id":1}]}', 99, {
      mapping: { id: 'id', title: 'title', url: 'url' },
    })

    expect(records[0]?.fields).toEqual({ id: 1 })
  })

  it('holds a name that every object has as any other', async () => {
    const { records } = await read({ json: { records: 'jobs' } }, '{"__proto__":1,"constructor":"x","jobs":[{"id":1}]}')

    expect(Object.entries(records[0]!.fields['^']!)).toEqual([
      ['__proto__', 1],
      ['constructor', 'x'],
    ])
  })
})

describe('the source’s own count', () => {
  it.each([
    [
      'before the records',
      { json: { records: 'jobs', total: 'meta.total' } },
      '{"meta":{"x":[1],"total":2},"jobs":[{"id":1},{"id":2}]}',
      2,
      true,
    ],
    ['after them', { json: { records: 'jobs', total: 'total' } }, '{"jobs":[{"id":1}],"total":"3"}', 3, false],
    ['as an attribute', { xml: { records: 'jobs.job', total: 'jobs.@count' } }, '<jobs count="1"><job/></jobs>', 1, true],
    [
      'as an element',
      { xml: { records: 'jobs.job', total: 'jobs.head.total' } },
      '<jobs><head><total> 2 </total></head><job/></jobs>',
      2,
      false,
    ],
    ['below what there is, which is complete', { json: { records: 'jobs', total: 'total' } }, '{"total":1,"jobs":[{},{}]}', 1, true],
    ['nowhere, which proves nothing', { json: { records: 'jobs', total: 'count' } }, '{"total":1,"jobs":[{}]}', undefined, false],
    ['as no number, which proves nothing', { json: { records: 'jobs', total: 'total' } }, '{"total":"many","jobs":[{}]}', undefined, false],
  ] as [string, Feed['source']['format'], string, number | undefined, boolean][])(
    'is read %s',
    async (_what, format, text, claimed, isComplete) => {
      const { facts } = await read(format, text, 3)

      expect([facts.claimed, facts.isComplete]).toEqual([claimed, isComplete])
    },
  )
})

describe('records among any other JSON', () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  const other = fc.oneof(scalar, fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>)

  it('are those, with those surroundings, that the whole document has', async () => {
    const group = fc.record({ name: scalar, noise: other, jobs: fc.array(fc.record({ id: fc.string() }), { maxLength: 4 }) })
    const document = fc.record({
      noise: other,
      meta: fc.record({ noise: other, total: fc.nat() }),
      groups: fc.array(group, { maxLength: 3 }),
      end: other,
    })

    await fc.assert(
      fc.asyncProperty(document, fc.integer({ min: 1, max: 40 }), async (whole, pieceLength) => {
        const { records, facts } = await read({ json: { records: 'groups.jobs', total: 'meta.total' } }, JSON.stringify(whole), pieceLength)

        expect(facts.claimed).toBe(whole.meta.total)
        expect(records.map(({ fields }) => [fields.id, (fields['^'] as Record<string, unknown>).name])).toEqual(
          whole.groups.flatMap(({ name, jobs }) => jobs.map(({ id }) => [id, name])),
        )
      }),
    )
  })
})
