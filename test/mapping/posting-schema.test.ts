import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Value } from '../../scripts/model/record.ts'
import { aMapper, mapOne, usual } from './map-one.ts'

const isPosting = new Ajv({ strict: false, allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/job-posting.schema.json', import.meta.url), 'utf8')),
)

// One that reads every property, in most of the ways that there are.
const mapperOfAll = aMapper({
  id: 'id',
  title: 'a',
  url: { from: 'b', base: 'https://acme.example/' },
  applyUrl: 'c',
  description: { from: 'd', html: true },
  hiringOrganization: 'e',
  location: { text: ['a', 'b'], street: { join: ['c', 'd'] }, city: 'a', region: { from: 'b', split: ';' }, postalCode: 'c', country: 'd' },
  remote: 'e',
  datePosted: { from: 'a', date: ['iso', 'seconds', 'd MMM yyyy'] },
  validThrough: 'b',
  employmentType: { from: 'c', split: ',', map: { x: 'FULL_TIME' } },
  salary: { from: 'd', text: true },
  baseSalary: { value: { from: 'a', number: true }, min: 'b', max: 'c', currency: { from: 'd', else: 'EUR' }, unit: { const: 'YEAR' } },
  department: 'e',
  industry: ['a', 'b'],
  language: 'c',
  reference: { from: 'd', match: '.+' },
})

const word = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    '\0\0',
    '\u00a0',
    '\ud800',
    'FR',
    'fr',
    '2026-01-02',
    '4 Mar 2026',
    '1772600767',
    'x,y',
    'a;;b',
    ';',
    'EUR',
    'en_US',
  ),
  fc.constantFrom(
    'https://acme.example/é?"',
    '//acme.example',
    'mailto:a@b.example',
    'https://a:b@acme.example',
    'javascript:x',
    '<p></p>',
    '<b>x',
  ),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)
const value: fc.Arbitrary<Value> = fc.oneof(word, fc.array(word, { maxLength: 4 }), fc.record({ '#text': word, x: word }))
const record = fc.record({ id: fc.string({ minLength: 1 }), a: value, b: value, c: value, d: value, e: value })

describe('a mapping', () => {
  it('makes of any record a posting of the schema, or none', () => {
    let postings = 0
    fc.assert(
      fc.property(record, (fields) => {
        const mapped = mapperOfAll.map({ position: 1, fields })
        if (!mapped.ok) return
        postings += 1

        isPosting(mapped.posting)
        expect(isPosting.errors).toBeNull()
      }),
      { numRuns: 3_000 },
    )
    expect(postings).toBeGreaterThan(1_000)
  })

  it('skips a record whose title is none, by its length', () => {
    const skipped = aMapper({}).map({ position: 1, fields: { ...usual, title: 'x'.repeat(1_001) } })

    expect(skipped).toMatchObject({
      ok: false,
      skipped: { reason: 'the title is longer than 1000 characters: is it the title that is mapped?' },
    })
  })

  it.each(['https://acme.example/', 'mailto:a@b.example?subject='])('leaves out an address that is longer than any: %s', (beginning) => {
    const mapper = aMapper({ applyUrl: 'a' })

    const posting = mapOne({}, { a: beginning.padEnd(4_001, 'x') }, mapper)

    expect(posting.applyUrl).toBeUndefined()
    expect(mapper.warnings()).toMatchObject([{ property: 'applyUrl', problem: 'a URL of more than 4000 characters' }])
  })
})
