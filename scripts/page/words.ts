import type { Page } from '../model/client.ts'
import type { EmploymentType } from '../model/employment.ts'
import type { BaseSalary } from '../model/posting.ts'
import { german } from './words-de.ts'
import { english } from './words-en.ts'
import { spanish } from './words-es.ts'
import { french } from './words-fr.ts'
import { dutch } from './words-nl.ts'

/** A language that pages can be in. */
export type Language = Page['language']

/** Every word that a page says by itself, in one language. */
export interface Words {
  readonly contracts: Readonly<Record<EmploymentType, string>>
  /** An amount with the time that is paid for, and the two ends of a range that is open: `#` stands for the amount. */
  readonly pay: Readonly<Record<BaseSalary['unit'], string>>
  readonly payFrom: string
  readonly payUpTo: string
  /** How many postings, by the plural categories of the language (CLDR); `#` stands for the number. */
  readonly postings: { readonly one: string; readonly other: string }
  readonly found: { readonly one: string; readonly other: string }
  readonly skip: string
  readonly preview: string
  readonly filters: string
  readonly search: string
  readonly searchHint: string
  readonly place: string
  readonly department: string
  readonly contract: string
  /** No choice made: every place, department or contract. */
  readonly any: string
  readonly show: string
  readonly clear: string
  readonly remote: string
  readonly salary: string
  readonly reference: string
  readonly posted: string
  readonly until: string
  readonly description: string
  readonly summary: string
  readonly apply: string
  readonly original: string
  readonly back: string
  readonly pages: string
  readonly page: string
  readonly previous: string
  readonly next: string
  readonly noneYet: string
  readonly noneYetHint: string
  readonly noneFound: string
  readonly noneFoundHint: string
  readonly notFound: string
  readonly notFoundHint: string
  readonly gone: string
  readonly goneHint: string
  /** A posting whose last day of publication is over; `#` stands for that day. */
  readonly closed: string
  readonly closedHint: string
  readonly failed: string
  readonly failedHint: string
}

const wordsByLanguage: Readonly<Record<Language, Words>> = {
  en: english,
  fr: french,
  de: german,
  es: spanish,
  nl: dutch,
}

/** The languages that a page can speak. */
export const languages = Object.keys(wordsByLanguage) as readonly Language[]

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return wordsByLanguage[language]
}

// Making one of these takes longer than a whole page: one for each language, for as long as the process lives.
const formats = Object.fromEntries(
  languages.map((language) => [
    language,
    {
      plural: new Intl.PluralRules(language),
      number: new Intl.NumberFormat(language),
      date: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }),
      country: new Intl.DisplayNames(language, { type: 'region' }),
    },
  ]),
) as unknown as Readonly<Record<Language, Formats>>

interface Formats {
  readonly plural: Intl.PluralRules
  readonly number: Intl.NumberFormat
  readonly date: Intl.DateTimeFormat
  readonly country: Intl.DisplayNames
}

/** A number with its noun, as the language writes it: `1 offre`, `12 345 offres`. */
export function countWords(language: Language, forms: { readonly one: string; readonly other: string }, count: number): string {
  const { plural, number } = formats[language]
  // French counts zero as one and Spanish has a form for millions; whatever is not "one" reads as "other" here.
  return (plural.select(count) === 'one' ? forms.one : forms.other).replace('#', number.format(count))
}

/** A calendar date (`YYYY-MM-DD`) in words; undefined where it is none. */
export function dateWords(language: Language, date: string | undefined): string | undefined {
  const day = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(day)) return undefined
  const words = formats[language].date.format(day)
  // CLDR has no ordinals in dates, and French writes the first day of a month as one.
  return language === 'fr' ? words.replace(/^1 /, '1er ') : words
}

/** The name of a country (ISO 3166-1 alpha-2); the code itself where it is none. */
export function countryWords(language: Language, code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (formats[language].country.of(code) ?? code) : code
}
