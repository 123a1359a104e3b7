import { describe, expect, it } from 'vitest'
import schema from '../../schemas/client.schema.json' with { type: 'json' }
import type { BaseSalary } from '../../scripts/model/posting.ts'
import { payWords } from '../../scripts/page/pay.ts'
import { countryWords, countWords, dateWords, type Language, languages, wordsOf } from '../../scripts/page/words.ts'

function keysOf(value: object): string[] {
  return Object.entries(value).flatMap(([key, part]) => (typeof part === 'string' ? [key] : keysOf(part).map((inner) => `${key}.${inner}`)))
}

describe('wordsOf', () => {
  it('speaks every language that a client file may name', () => {
    expect(languages.toSorted()).toEqual(schema.definitions.page.properties.language.enum.toSorted())
  })

  it.each(languages)('has every word in %s', (language) => {
    const words = Object.values(wordsOf(language)).flatMap((part) => (typeof part === 'string' ? [part] : Object.values<string>(part)))

    expect(keysOf(wordsOf(language)).toSorted()).toEqual(keysOf(wordsOf('en')).toSorted())
    expect(words.filter((word) => word.trim() === '')).toEqual([])
  })

  it.each(languages.filter((language) => language !== 'en'))('leaves no English in %s', (language) => {
    const english = wordsOf('en')
    const sentences = (['notFoundHint', 'goneHint', 'noneYet', 'noneFound', 'preview', 'apply', 'show'] as const).filter(
      (key) => wordsOf(language)[key] === english[key],
    )

    expect(sentences).toEqual([])
  })

  it.each(languages)('has a place for the number in %s', (language) => {
    const { postings, found } = wordsOf(language)

    expect([postings.one, postings.other, found.one, found.other].filter((form) => form.split('#').length !== 2)).toEqual([])
  })
})

describe('payWords', () => {
  it.each<[Language, BaseSalary, string]>([
    ['fr', { currency: 'EUR', value: 2350, unit: 'MONTH' }, '2\u202f350 € par mois'],
    ['de', { currency: 'EUR', min: 28_000, max: 32_000, unit: 'YEAR' }, '28.000–32.000 € pro Jahr'],
    ['en', { currency: 'GBP', min: 12.5, unit: 'HOUR' }, 'from £12.50 per hour'],
    ['es', { currency: 'EUR', max: 90, unit: 'DAY' }, 'hasta 90 € al día'],
    ['nl', { currency: 'CHF', value: 1200, unit: 'WEEK' }, 'CHF 1.200 per week'],
    ['en', { currency: 'XXA', value: 5, unit: 'HOUR' }, 'XXA 5 per hour'],
  ])('writes in %s %j', (language, pay, words) => {
    expect(payWords(language, pay).replaceAll('\u00a0', ' ')).toBe(words)
  })
})

describe('countWords', () => {
  it.each([
    ['fr', 0, '0 offre d’emploi'],
    ['fr', 1, '1 offre d’emploi'],
    ['fr', 12345, '12\u202f345 offres d’emploi'],
    ['en', 0, '0 open positions'],
    ['en', 1, '1 open position'],
    ['de', 1234567, '1.234.567 offene Stellen'],
    ['es', 1_000_000, '1.000.000 ofertas de empleo'],
    ['nl', 2, '2 vacatures'],
  ] as const)('counts in %s: %d', (language, count, words) => {
    expect(countWords(language, wordsOf(language).postings, count)).toBe(words)
  })
})

describe('dateWords', () => {
  it.each([
    ['fr', '2026-02-28', '28 février 2026'],
    ['fr', '2026-05-01', '1er mai 2026'],
    ['fr', '2026-05-11', '11 mai 2026'],
    ['nl', '2026-05-01', '1 mei 2026'],
    ['de', '2026-01-01', '1. Januar 2026'],
    ['en', '2026-12-31', 'December 31, 2026'],
    ['en', '2026-13-01', undefined],
    ['en', undefined, undefined],
  ] as const)('writes in %s the date %s', (language, date, words) => {
    expect(dateWords(language, date)).toBe(words)
  })
})

describe('countryWords', () => {
  it('names a country, and keeps what is no code', () => {
    expect([countryWords('fr', 'DE'), countryWords('de', 'FR'), countryWords('fr', 'France')]).toEqual([
      'Allemagne',
      'Frankreich',
      'France',
    ])
  })
})
