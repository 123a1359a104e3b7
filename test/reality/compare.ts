import { Parser } from 'htmlparser2'
import type { Mapped } from '../../scripts/mapping/compile.ts'
import type { Chain, LocationMapping, Mapping } from '../../scripts/model/client.ts'
import type { BaseSalary, Posting } from '../../scripts/model/posting.ts'
import type { Entry, Fact, SalaryFact } from './catalogue.ts'

/** One property of a fact, and where a posting has it. */
interface Comparison {
  readonly property: Exclude<keyof Fact, 'position'>
  readonly isMapped: (mapping: Mapping) => boolean
  /** What the posting has, in the form of the fact. */
  readonly read: (posting: Posting) => string | undefined
  /** Whether both say the same; the same text with single blanks unless given. */
  readonly matches?: (found: string, expected: string) => boolean
  /** The name under which the catalogue has its fill rate and calls it ambiguous, where that differs. */
  readonly alias?: string | undefined
  /** Whether a word without a counterpart, or a default, may change how often it is filled. */
  readonly isTranslated?: boolean
  /** The feed's own words for it: where these stand and the value does not, a posting must not have one either. */
  readonly textOf?: (fact: Fact) => string | null | undefined
}

const comparisons: readonly Comparison[] = [
  direct('id', 'id', (posting) => posting.id),
  direct('title', 'title', (posting) => posting.title),
  { ...direct('url', 'url', (posting) => posting.url), matches: isSameUrl },
  { ...direct('applyUrl', 'applyUrl', (posting) => posting.applyUrl), matches: isSameUrl },
  { ...direct('company', 'hiringOrganization', (posting) => posting.hiringOrganization), isTranslated: true },
  { ...place('locationText', 'text'), alias: 'location' },
  place('streetAddress', 'street'),
  place('city', 'city'),
  place('region', 'region'),
  place('postalCode', 'postalCode'),
  { ...place('country', 'country'), isTranslated: true, textOf: (fact) => fact.countryText },
  { ...direct('remote', 'remote', (posting) => posting.remote?.toString()), isTranslated: true, textOf: (fact) => fact.remoteText },
  { ...direct('datePosted', 'datePosted', (posting) => posting.datePosted), textOf: (fact) => fact.datePostedText },
  {
    ...direct('validThrough', 'validThrough', (posting) => posting.validThrough),
    // "Continuous" is filled and no date.
    isTranslated: true,
    textOf: (fact) => fact.validThroughText,
  },
  { ...direct('employmentType', 'employmentType', (posting) => posting.employmentType?.toSorted().join(', ')), isTranslated: true },
  { ...direct('salary', 'baseSalary', (posting) => posting.baseSalary && wordsOfPay(posting.baseSalary)), isTranslated: true },
  // Some write the currency apart, and have it behind.
  { ...direct('salaryText', 'salary', (posting) => posting.salary), alias: 'salary', isTranslated: true, matches: beginsWith },
  direct('category', 'department', (posting) => posting.department),
  direct('requisitionId', 'reference', (posting) => posting.reference),
  {
    ...direct('descriptionStart', 'description', (posting) => posting.description),
    alias: 'description',
    // The catalogue has the text of the first section without its heading.
    matches: (found, expected) => [found, found.replace(/^<h3>.*?<\/h3>/, '')].some((html) => beginsWith(textOfHtml(html), expected)),
  },
]

/**
 * Every difference, as sentences, between what a feed's catalogue entry says and what its records became, in order: a posting, or the reason why not.
 * Notices that stand among the records are no records for the catalogue, and must have become no posting.
 * What the catalogue has must be mapped, but for the properties in `leftOut`: of these nothing is compared.
 */
export function findDifferences(
  entry: Entry,
  mapping: Mapping,
  mapped: readonly Mapped[],
  leftOut: readonly string[] = [],
): readonly string[] {
  const notices = mapped.slice(0, noticesOf(entry))
  const records = mapped.slice(notices.length)
  return [
    ...(notices.some(({ ok }) => ok) ? ['a notice became a posting'] : []),
    ...(records.length === entry.count ? [] : [`${records.length} records, expected ${entry.count}`]),
    ...compareSkipped(entry, records),
    ...compareIds(entry, mapping, records),
    ...compareMapped(entry, mapping, leftOut),
    ...compareFilled(entry, mapping, records),
    ...entry.facts.flatMap((fact) => compareFact(entry, mapping, fact, records[fact.position - 1])),
  ]
}

/** `$[1:]`: the first element is none of the records. */
function noticesOf({ records }: Entry): number {
  return Number(/^\$\[(\d+):\]/.exec(records)?.[1] ?? 0)
}

/** Only a record that lacks an id, a title or a URL by the catalogue may be skipped. */
function compareSkipped({ count, fillRates }: Entry, records: readonly Mapped[]): readonly string[] {
  const skipped = records.filter((record) => !record.ok)
  const lacking = (['id', 'title', 'url'] as const).map((property) => Math.round(count * (1 - (fillRates?.[property] ?? 1))))
  if (skipped.length <= lacking.reduce((sum, one) => sum + one)) return []
  return [`${skipped.length} records skipped, for instance ${skipped[0]!.skipped?.position}: ${skipped[0]!.skipped?.reason}`]
}

function compareIds(entry: Entry, mapping: Mapping, records: readonly Mapped[]): readonly string[] {
  const isSameId = pathOf(mapping.id) === entry.ids?.replaceAll('/', '.').replaceAll('[]', '')
  if (entry.distinctIds === null || (entry.ambiguous.includes('id') && !isSameId)) return []
  const postings = records.flatMap((record) => (record.ok ? [record.posting] : []))
  const expected = entry.distinctIds - (records.length - postings.length)
  const distinct = new Set(postings.map(({ id }) => id)).size
  return distinct === expected ? [] : [`${distinct} distinct ids, expected ${expected}`]
}

/** What a mapping takes over as it is must be filled in as many postings as records have it; a skipped record may be one or the other. */
function compareFilled(entry: Entry, mapping: Mapping, records: readonly Mapped[]): readonly string[] {
  const postings = records.flatMap((record) => (record.ok ? [record.posting] : []))
  return comparisons.flatMap(({ property, alias, isMapped, isTranslated, read }) => {
    const share = entry.fillRates?.[alias ?? property]
    if (share === undefined || isTranslated || !isMapped(mapping) || isAmbiguous(entry, { property, alias })) return []
    const filled = postings.filter((posting) => read(posting) !== undefined).length
    const expected = Math.round(share * entry.count)
    const isNear = filled <= expected && expected - filled <= records.length - postings.length
    return isNear ? [] : [`${property} is filled in ${filled} postings, expected ${expected}`]
  })
}

/** What no property is mapped for cannot differ: it must be said, and nothing that need not be. */
function compareMapped(entry: Entry, mapping: Mapping, leftOut: readonly string[]): readonly string[] {
  const unmapped = comparisons
    .filter((comparison) => !comparison.isMapped(mapping) && !isAmbiguous(entry, comparison))
    .filter(({ property, textOf }) => entry.facts.some((fact) => isThere(fact[property]) || textOf?.(fact)))
    .map(({ property }): string => property)
  return [
    ...unmapped.filter((property) => !leftOut.includes(property)).map((property) => `${property} is in the feed, and not mapped`),
    ...leftOut.filter((property) => !unmapped.includes(property)).map((property) => `${property} need not be left out`),
  ]
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function isAmbiguous({ ambiguous }: Entry, { property, alias }: Pick<Comparison, 'property' | 'alias'>): boolean {
  return ambiguous.includes(property) || (alias !== undefined && ambiguous.includes(alias))
}

function compareFact(entry: Entry, mapping: Mapping, fact: Fact, mapped: Mapped | undefined): readonly string[] {
  if (mapped === undefined || !mapped.ok)
    return [`record ${fact.position}: no posting, ${mapped?.skipped?.reason ?? 'since there are fewer'}`]
  return comparisons.flatMap((comparison) => {
    const { property, isMapped, read, textOf, matches } = comparison
    if (isAmbiguous(entry, comparison) || !isMapped(mapping)) return []
    const expected = expectedOf(fact, property)
    const found = read(mapped.posting)
    const where = `record ${fact.position}: ${property}`
    if (expected === undefined) return textOf?.(fact) && found !== undefined ? [`${where} is "${found}", expected none`] : []
    const isSame = found !== undefined && (matches?.(found, expected) ?? collapse(found) === collapse(expected))
    return isSame
      ? []
      : [`${where} is ${found === undefined ? 'missing' : JSON.stringify(found.slice(0, 120))}, expected ${JSON.stringify(expected)}`]
  })
}

function expectedOf(fact: Fact, property: Comparison['property']): string | undefined {
  if (property === 'salary') return fact.salary ? payOfFact(fact.salary) : undefined
  const value = property === 'url' ? (fact.urlAbsolute ?? fact.url) : fact[property]
  if (!isThere(value)) return undefined
  return Array.isArray(value) ? value.toSorted().join(', ') : String(value)
}

/** Words for units of time in feeds, by their beginnings. */
const unitOf: readonly (readonly [RegExp, BaseSalary['unit']])[] = [
  [/year|annu|\bPA$/i, 'YEAR'],
  [/month/i, 'MONTH'],
  [/hour|\bPH$/i, 'HOUR'],
]

/** Pay as a posting has it, if the feed says enough for that. */
function payOfFact({ min, max, currency, unit = '' }: SalaryFact): string | undefined {
  const [low, high] = [min, max].map((text) => Number(text?.replace(',', '.')) || undefined)
  const time = unitOf.find(([words]) => words.test(unit))?.[1]
  if (currency === undefined || time === undefined || (low === undefined && high === undefined)) return undefined
  const amounts =
    low === high ? { value: low as number } : { ...(low !== undefined && { min: low }), ...(high !== undefined && { max: high }) }
  return wordsOfPay({ currency, unit: time, ...amounts })
}

function wordsOfPay({ currency, value, min = value, max = value, unit }: BaseSalary): string {
  return `${currency} ${min ?? ''} to ${max ?? ''} ${unit}`
}

function direct(property: Comparison['property'], key: keyof Mapping, read: Comparison['read']): Comparison {
  return { property, isMapped: (mapping) => mapping[key] !== undefined, read }
}

function place(property: Comparison['property'], part: keyof LocationMapping): Comparison {
  return {
    property,
    isMapped: (mapping) => mapping.location?.[part] !== undefined,
    read: (posting) => posting.location?.[0]?.[part],
  }
}

/** The one path that a transform reads, if it is one. */
function pathOf(transform: Mapping['id']): string | undefined {
  if (typeof transform === 'string') return transform
  const { from } = transform as Chain
  return typeof from === 'string' ? from : undefined
}

function collapse(text: string): string {
  return text.normalize().replaceAll(/\s+/g, ' ').trim()
}

function squeeze(text: string): string {
  return text.normalize().replaceAll(/\s+/g, '')
}

/** Where the catalogue knows a relative URL and not its base, the path is all that can be compared. */
function isSameUrl(found: string, expected: string): boolean {
  return URL.canParse(found) && URL.canParse(expected, found) && new URL(found).href === new URL(expected, found).href
}

function beginsWith(found: string, expected: string): boolean {
  return squeeze(found).startsWith(squeeze(expected))
}

function textOfHtml(html: string): string {
  let text = ''
  const parser = new Parser({ ontext: (piece) => (text += piece) })
  parser.end(html)
  return text
}
