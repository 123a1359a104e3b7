import { describe, expect, it } from 'vitest'
import { checkMapping } from '../../scripts/mapping/check.ts'
import type { Mapping } from '../../scripts/model/client.ts'
import { aFeed } from '../support/build.ts'

const required = { id: 'id', title: 'title', url: 'url' }

describe('checkMapping', () => {
  it('takes a mapping that can be compiled', () => {
    const feed = aFeed({
      mapping: {
        ...required,
        description: { from: ['a.b', '["a.b"]'], html: 'escaped' },
        location: { city: 'tags.0', country: { const: 'FR' } },
        baseSalary: {
          currency: { const: 'eur' },
          value: { from: 'a', number: true, locale: 'de-CH' },
          unit: { from: 'u', map: { a: 'YEAR' } },
        },
        reference: { expr: '$replace(a, /b+/, c.d)' },
        department: { from: ['a', { when: { path: 'b', matches: '^c' }, const: 'd', replace: [{ pattern: '(d)', by: '$1$1' }] }] },
        datePosted: { from: 'date', date: ['iso', 'd MMMM yyyy'], locale: 'fr', zone: 'Europe/Paris' },
      },
      ignore: ['publisher.@lang'],
    })

    expect(checkMapping(feed)).toEqual([])
  })

  it.each([
    ['a path with an empty name', { id: 'a..b' }, ['mapping', 'id']],
    ['a path that ends in a dot', { id: ['a', 'b.'] }, ['mapping', 'id', 1]],
    ['an open bracket', { title: { from: 'a["b' } }, ['mapping', 'title', 'from']],
    ['a bad path in a list', { title: { from: ['a', '.b'] } }, ['mapping', 'title', 'from', 1]],
    ['a bad path in a join', { reference: { join: ['a', 'b]'] } }, ['mapping', 'reference', 'join', 1]],
    ['a bad path in a place', { location: { city: '.city' } }, ['mapping', 'location', 'city']],
    ['a date format that is none', { datePosted: { from: 'a', date: 'YYYY-MM-DD' } }, ['mapping', 'datePosted', 'date']],
    ['a zone that is none', { datePosted: { from: 'a', date: 'iso', zone: 'Europe/Pariss' } }, ['mapping', 'datePosted', 'zone']],
    [
      'a zone that no date carries',
      { datePosted: { from: 'a', date: "dd/MM/yyyy 'Z'", zone: 'Europe/Paris' } },
      ['mapping', 'datePosted', 'zone'],
    ],
    ['a zone without a date', { datePosted: { from: 'a', zone: 'Europe/Paris' } }, ['mapping', 'datePosted', 'zone']],
    ['one of several', { datePosted: { from: 'a', date: ['iso', 'HH:mm'] } }, ['mapping', 'datePosted', 'date', 1]],
    [
      'a date that stands in and is written otherwise',
      { datePosted: { from: 'a', date: 'dd/MM/yyyy', else: '2025-12-31' } },
      ['mapping', 'datePosted', 'else'],
    ],
    [
      'a constant date that is written otherwise',
      { validThrough: { const: '31.12.2026', date: 'iso' } },
      ['mapping', 'validThrough', 'const'],
    ],
    ['a word for no date', { datePosted: { from: 'a', map: { now: 'today' }, date: 'iso' } }, ['mapping', 'datePosted', 'map', 'now']],
    ['a number of another locale', { salary: { from: 'a', number: true, locale: 'de', else: '1.5' } }, ['mapping', 'salary', 'else']],
    ['part 0', { title: { from: 'a', split: ',', take: 0 } }, ['mapping', 'title', 'take']],
    ['HTML in a line of text', { title: { from: 'a', html: true } }, ['mapping', 'title', 'html']],
    ['a pattern that is none', { title: { from: 'a', match: '(' } }, ['mapping', 'title', 'match']],
    ['a pattern that takes more than linear time', { title: { from: 'a', match: '(a)\\1' } }, ['mapping', 'title', 'match']],
    [
      'a group that is none',
      { title: { from: 'a', replace: [{ pattern: 'a', by: '$1' }] } },
      ['mapping', 'title', 'replace', 0, 'pattern'],
    ],
    ['a locale that is none', { title: { from: 'a', number: true, locale: 'x_y' } }, ['mapping', 'title', 'locale']],
    [
      'a locale that is none, of a date',
      { datePosted: { from: 'a', date: 'd MMM yyyy', locale: 'x_y' } },
      ['mapping', 'datePosted', 'locale'],
    ],
    ['a bad path of a condition', { title: { from: 'a', when: { path: '.a', filled: true } } }, ['mapping', 'title', 'when', 'path']],
    ['a bad pattern of a condition', { title: { from: 'a', when: { path: 'a', matches: '[' } } }, ['mapping', 'title', 'when', 'matches']],
    ['a bad path in a chain in a chain', { title: { from: ['a', { join: ['b', '.c'] }] } }, ['mapping', 'title', 'from', 1, 'join', 1]],
    ['sections that are not made safe', { description: { sections: { from: 'a', body: 'b' } } }, ['mapping', 'description']],
    [
      'a bad path of sections',
      { description: { sections: { from: ['a', '.b'], body: 'b' }, html: true } },
      ['mapping', 'description', 'sections', 'from', 1],
    ],
    ['an expression that is none', { title: { expr: 'a + ' } }, ['mapping', 'title', 'expr']],
    ['an expression that asks for the time', { title: { expr: '$now()' } }, ['mapping', 'title', 'expr']],
    ['an expression that makes code of data', { title: { expr: 'a.$eval(b)' } }, ['mapping', 'title', 'expr']],
    ['an expression with a pattern beyond RE2', { title: { expr: '$match(a, /(?=b)/)' } }, ['mapping', 'title', 'expr']],
    ['a country that is none', { location: { country: { const: 'France' } } }, ['mapping', 'location', 'country', 'const']],
    [
      'a country that is none, in a map',
      { location: { country: { from: 'a', map: { x: 'FR', y: 'UK', z: '' } } } },
      ['mapping', 'location', 'country', 'map', 'y'],
    ],
    [
      'a currency that is none',
      { baseSalary: { currency: { from: 'a', else: '€' }, value: 'b', unit: 'c' } },
      ['mapping', 'baseSalary', 'currency', 'else'],
    ],
    [
      'a unit that is none',
      { baseSalary: { currency: { const: 'EUR' }, value: 'b', unit: { const: 'YEARLY' } } },
      ['mapping', 'baseSalary', 'unit', 'const'],
    ],
    ['a bad part of a salary', { baseSalary: { currency: '.a', value: 'b', unit: 'c' } }, ['mapping', 'baseSalary', 'currency']],
    ['html and text', { description: { from: 'a', html: true, text: true } }, ['mapping', 'description', 'text']],
  ] as [string, Partial<Mapping>, (string | number)[]][])('finds %s', (_what, mapping, path) => {
    const findings = checkMapping(aFeed({ mapping: { ...required, ...mapping } }))

    const words = expect.stringMatching(/./)
    expect(findings).toEqual([{ path, found: words, expected: words, message: words, fix: words }])
  })

  it('finds bad paths of the count and of markup', () => {
    const feed = aFeed({ source: { file: { path: 'x' }, format: { xml: { records: 'a', total: '.b', markup: ['c', 'd.'] } } } })

    expect(checkMapping(feed).map(({ path }) => path)).toEqual([
      ['source', 'format', 'xml', 'total'],
      ['source', 'format', 'xml', 'markup', 1],
    ])
  })

  it('finds a bad condition of what is kept', () => {
    const feed = aFeed({
      keep: [
        { path: 'a', is: 1 },
        { path: 'b.', filled: true },
      ],
    })

    expect(checkMapping(feed).map(({ path }) => path)).toEqual([['keep', 1, 'path']])
  })

  it('finds a bad record path and a bad ignored path', () => {
    const feed = aFeed({ source: { file: { path: 'x' }, format: { xml: { records: 'a..b' } } }, ignore: ['a', 'b['] })

    const findings = checkMapping(feed)

    expect(findings.map(({ path }) => path)).toEqual([
      ['source', 'format', 'xml', 'records'],
      ['ignore', 1],
    ])
  })
})
