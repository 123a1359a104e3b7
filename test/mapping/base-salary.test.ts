import { describe, expect, it } from 'vitest'
import type { BaseSalaryMapping } from '../../scripts/model/client.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'
import { aMapper, mapOne } from './map-one.ts'

const range: BaseSalaryMapping = { currency: 'c', min: 'a', max: 'b', unit: { from: 'u', map: { yearly: 'YEAR', hourly: 'HOUR' } } }
const single: BaseSalaryMapping = { currency: { const: 'eur' }, value: { from: 'a', number: true, locale: 'fr' }, unit: { const: 'MONTH' } }

describe('baseSalary', () => {
  it.each([
    ['a range', range, { c: 'EUR', a: '28000', b: 32000, u: 'yearly' }, { currency: 'EUR', min: 28000, max: 32000, unit: 'YEAR' }],
    ['a range without end', range, { c: 'usd', a: 15.5, u: 'hourly' }, { currency: 'USD', min: 15.5, unit: 'HOUR' }],
    ['a range without beginning', range, { c: 'USD', a: '', b: '20', u: 'hourly' }, { currency: 'USD', max: 20, unit: 'HOUR' }],
    ['a range of one value', range, { c: 'USD', a: '20', b: '20', u: 'hourly' }, { currency: 'USD', value: 20, unit: 'HOUR' }],
    ['one value', single, { a: '2 450,50' }, { currency: 'EUR', value: 2450.5, unit: 'MONTH' }],
    ['nothing where both are 0', range, { c: 'EUR', a: '0', b: 0, u: 'yearly' }, undefined],
    ['nothing without currency', range, { a: '1', b: '2', u: 'yearly' }, undefined],
    ['nothing without unit', range, { c: 'EUR', a: '1', b: '2' }, undefined],
  ] as [string, BaseSalaryMapping, SourceRecord['fields'], Posting['baseSalary']][])('gives %s', (_what, baseSalary, fields, expected) => {
    const mapper = aMapper({ baseSalary })

    const posting = mapOne({}, fields, mapper)

    expect(posting.baseSalary).toEqual(expected)
    expect(mapper.warnings()).toEqual([])
  })

  it.each([
    ['an amount in words', { c: 'EUR', a: '30k', u: 'yearly' }, 'baseSalary.min', 'not a number: read it with number'],
    ['an amount below 0', { c: 'EUR', a: '-5', u: 'yearly' }, 'baseSalary.min', 'less than 0'],
    ['an amount below 0, with cents', { c: 'EUR', a: -5.5, u: 'yearly' }, 'baseSalary.min', 'less than 0'],
    ['an amount that no pay is', { c: 'EUR', a: '1234567890123456', u: 'yearly' }, 'baseSalary.min', 'more than 15 digits'],
    ['an amount with a sign that nobody read', { c: 'EUR', a: '+5', u: 'yearly' }, 'baseSalary.min', 'not a number: read it with number'],
    ['a currency that is none', { c: '€', a: '30', u: 'yearly' }, 'baseSalary.currency', 'not an ISO 4217 code'],
    ['an unknown unit', { c: 'EUR', a: '30', u: 'per piece' }, 'baseSalary.unit', 'unknown word'],
    ['ends that are exchanged', { c: 'EUR', a: '3', b: '2', u: 'yearly' }, 'baseSalary.min', 'more than max'],
  ])('reports %s, and gives nothing', (_what, fields, property, problem) => {
    const mapper = aMapper({ baseSalary: range })

    const posting = mapOne({}, fields, mapper)

    expect(posting.baseSalary).toBeUndefined()
    expect(mapper.warnings()).toEqual([expect.objectContaining({ property, problem, count: 1 })])
  })

  it('counts as read what it reads', () => {
    const mapper = aMapper({ baseSalary: range })

    mapOne({}, { c: 'EUR', a: '1', b: '2', u: 'yearly' }, mapper)

    expect([...mapper.unread().keys()]).toEqual([])
  })
})
