import { describe, expect, it } from 'vitest'
import type { Mapped } from '../../scripts/mapping/compile.ts'
import type { Mapping } from '../../scripts/model/client.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import type { Entry, Fact } from './catalogue.ts'
import { findDifferences } from './compare.ts'

const mapping: Mapping = { id: 'ref', title: 'title', url: 'link', location: { city: 'town' }, salary: 'pay', validThrough: 'end' }

describe('findDifferences', () => {
  it('finds none where every posting is as told', () => {
    expect(findDifferences(anEntry(), mapping, [mapped()])).toEqual([])
  })

  it.each<[string, Partial<Posting>, Partial<Fact>, readonly string[]]>([
    ['a wrong title', { title: 'Cook' }, {}, ['record 1: title is "Cook", expected "Baker"']],
    [
      'a wrong URL',
      { url: 'https://acme.example/2' },
      {},
      ['record 1: url is "https://acme.example/2", expected "https://acme.example/1"'],
    ],
    ['a place in the wrong part', { location: [{ text: 'Lyon' }] }, {}, ['record 1: city is missing, expected "Lyon"']],
    [
      'other words for pay',
      { salary: '20 a day' },
      { salaryText: '20 an hour' },
      ['record 1: salaryText is "20 a day", expected "20 an hour"'],
    ],
    [
      'a date made of what is none',
      { validThrough: '2026-01-31' },
      { validThroughText: 'Continuous' },
      ['record 1: validThrough is "2026-01-31", expected none'],
    ],
  ])('finds %s', (_what, posting, fact, differences) => {
    expect(findDifferences(anEntry({ facts: [aFact(fact)] }), mapping, [mapped(posting)])).toEqual(differences)
  })

  it.each<[string, Partial<Fact>, string]>([
    ['a date', { datePosted: '2026-01-31' }, 'datePosted'],
    ['pay without a unit', { salary: { min: '20' } }, 'salary'],
    ['a word that says nothing plainly', { remoteText: 'Sometimes' }, 'remote'],
  ])('finds what is not mapped, unless it is said: %s', (_what, fact, property) => {
    const entry = anEntry({ facts: [aFact(fact)] })

    expect(findDifferences(entry, mapping, [mapped()])).toEqual([`${property} is in the feed, and not mapped`])
    expect(findDifferences(entry, mapping, [mapped()], [property])).toEqual([])
  })

  it('finds what is said to be left out and is not', () => {
    const differences = findDifferences(anEntry(), mapping, [mapped()], ['city', 'salary'])

    expect(differences).toEqual(['city need not be left out', 'salary need not be left out'])
  })

  it('finds records that are missing, and one that was skipped without need', () => {
    const skipped: Mapped = { ok: false, skipped: { position: 2, reason: 'no id: ref is empty', excerpt: '{}' } }

    const differences = findDifferences(anEntry({ count: 3, facts: [] }), mapping, [mapped(), skipped])

    expect(differences).toEqual(['2 records, expected 3', '1 records skipped, for instance 2: no id: ref is empty'])
  })

  it('finds ids that were merged', () => {
    const differences = findDifferences(anEntry({ count: 2, distinctIds: 2 }), mapping, [mapped(), mapped()])

    expect(differences).toEqual(['1 distinct ids, expected 2'])
  })

  it('finds a property that is filled too seldom', () => {
    const entry = anEntry({ count: 2, fillRates: { city: 1 }, facts: [] })

    const differences = findDifferences(entry, mapping, [mapped(), mapped({ location: [] })])

    expect(differences).toEqual(['city is filled in 1 postings, expected 2'])
  })

  it('finds a notice that became a posting', () => {
    const differences = findDifferences(anEntry({ records: '$[1:]' }), mapping, [mapped(), mapped()])

    expect(differences).toEqual(['a notice became a posting'])
  })

  it('leaves alone what the catalogue calls ambiguous', () => {
    expect(findDifferences(anEntry({ ambiguous: ['title'] }), mapping, [mapped({ title: 'Cook' })])).toEqual([])
  })
})

function mapped(posting: Partial<Posting> = {}): Mapped {
  const usual = { id: '7', title: 'Baker', url: 'https://acme.example/1', location: [{ city: 'Lyon' }] }
  return { ok: true, posting: { ...usual, ...posting }, unread: [], isClear: true }
}

function aFact(fact: Partial<Fact> = {}): Fact {
  return { position: 1, id: '7', title: 'Baker', url: 'https://acme.example/1', city: 'Lyon', ...fact }
}

function anEntry(entry: Partial<Entry> = {}): Entry {
  return {
    file: 'csv/acme.csv',
    format: 'csv',
    malformed: false,
    records: 'rows',
    count: 1,
    distinctIds: null,
    ids: 'ref',
    facts: [aFact()],
    ambiguous: [],
    ...entry,
  }
}
