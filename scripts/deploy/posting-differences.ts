import { isDeepStrictEqual } from 'node:util'
import { lacksOf } from '../model/markup.ts'
import { isObject } from '../model/object.ts'
import { withoutOverrides } from '../model/overrides.ts'
import type { Location, Posting } from '../model/posting.ts'
import { shortened } from '../model/shortened.ts'
import { checkJobPosting } from './job-posting-schema.ts'
import { collapse, type PageContent, parsePage } from './page-content.ts'

/** A posting as it is stored, with the name of its client, and whether its last day of publication is over. */
export interface StoredPosting {
  readonly posting: Posting
  readonly clientName: string
  readonly isClosed: boolean
}

// Enough to see what differs; a description is a page long.
const longestExcerpt = 60
// To see where in it that is.
const mostBefore = 20

/**
 * Compares a posting’s page with the stored posting, property by property: one sentence for each difference. Its language alone is left out:
 * the page says it only where it is not the page’s own.
 */
export function differencesOfPosting(path: string, page: PageContent, whole: StoredPosting): string[] {
  // No page prints them, so what is stored is compared as it may be shown.
  const stored = { ...whole, posting: JSON.parse(withoutOverrides(JSON.stringify(whole.posting))) as Posting }
  return [...differencesOfMarkup(page, stored), ...differencesOfText(page, stored), ...differencesOfLinks(path, page)].map(
    (difference) => `${path}: ${difference}`,
  )
}

function differencesOfMarkup({ jsonLd, ...page }: PageContent, stored: StoredPosting): string[] {
  if (page.isClosed !== stored.isClosed) return [`the posting is ${stored.isClosed ? 'closed' : 'open'}, and the page says otherwise`]
  const lacks = lacksOf(stored.posting)
  const reason = stored.isClosed ? 'is closed' : lacks.length > 0 ? `has no ${lacks.join(', no ')}` : undefined
  if (reason !== undefined) return jsonLd === undefined ? [] : [`the page has JSON-LD, though the posting ${reason}`]
  if (!isObject(jsonLd)) return ['the page has no JSON-LD']
  return [
    ...checkJobPosting(jsonLd),
    ...inJsonLd(jsonLd, stored).flatMap(([property, is, shown]) =>
      isDeepStrictEqual(is, shown) ? [] : [`${property} is stored as ${excerpt(is, shown)}, shown as ${excerpt(shown, is)}`],
    ),
  ]
}

type Compared = readonly [property: string, stored: unknown, shown: unknown]

/** What JSON-LD says in so many words. Written without a look at how the page writes it: so that one of the two finds the other's mistakes. */
function inJsonLd(data: Data, { posting, clientName }: StoredPosting): Compared[] {
  const organization = child(data, 'hiringOrganization')
  return [
    ['id', posting.id, child(data, 'identifier').value],
    ['title', posting.title, data.title],
    ['description', posting.description, data.description],
    ['url', new URL(posting.url).href, data.url],
    ['hiringOrganization', posting.hiringOrganization ?? clientName, organization.name],
    ['department', posting.department, child(organization, 'department').name],
    [
      'location',
      posting.location?.filter(({ country }) => country !== undefined).map(addressOf),
      Array.isArray(data.jobLocation) ? data.jobLocation.map(shownAddress) : data.jobLocation,
    ],
    ['remote', posting.remote === true, data.jobLocationType === 'TELECOMMUTE'],
    ['datePosted', posting.datePosted, data.datePosted],
    ['validThrough', posting.validThrough, data.validThrough],
    ['employmentType', posting.employmentType, data.employmentType],
    ['industry', posting.industry, data.industry],
    ['baseSalary', posting.baseSalary, shownPay(data.baseSalary)],
  ]
}

/** What the page says in words, and where one applies: JSON-LD has no word for it, or the page has no JSON-LD. */
function differencesOfText({ text, links }: PageContent, { posting, clientName, isClosed }: StoredPosting): string[] {
  const { title, salary, reference, department, hiringOrganization = clientName, location, applyUrl, url } = posting
  const description = posting.description === undefined ? undefined : parsePage(posting.description).text
  const texts = { title, description, hiringOrganization, department, salary, reference }
  const places = (location ?? []).map(({ city, text: words, region }) => ['location', city ?? words ?? region] as const)
  const missing = [...Object.entries(texts), ...places].filter(([, value]) => value !== undefined && !text.includes(collapse(value)))
  const apply = new URL(isClosed ? url : (applyUrl ?? url)).href
  return [
    ...missing.map(([property, value]) => `${property} is stored as ${excerpt(value)}, and not on the page`),
    ...(links.includes(apply) ? [] : [`no link leads to ${apply}, where ${isClosed ? 'it was published' : 'one applies'}`]),
  ]
}

/** Every link leads to a page of ours or is absolute; the canonical one is absolute and leads to this page. */
export function differencesOfLinks(path: string, { canonical, links }: PageContent): string[] {
  const isOurs = (href: string) => /^(?:\/(?!\/)|#|\?)/.test(href)
  const isAbsolute = (href: string) => /^(?:https?:\/\/|mailto:)/.test(href) && URL.canParse(href)
  const relative = links.filter((href) => !isOurs(href) && !isAbsolute(href))
  const isCanonical = canonical !== undefined && isAbsolute(canonical) && new URL(canonical).pathname === new URL(path, canonical).pathname
  return [
    ...(isCanonical ? [] : [`the canonical link is ${canonical ?? 'missing'}, expected an absolute one to this page`]),
    ...relative.map((href) => `the link ${excerpt(href)} is not absolute`),
  ]
}

function addressOf({ street, city, region, postalCode, country }: Location): unknown {
  const parts = { streetAddress: street, addressLocality: city, addressRegion: region, postalCode, addressCountry: country }
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))
}

function shownAddress(place: unknown): unknown {
  if (!isObject(place) || !isObject(place.address)) return isObject(place) ? place.address : place
  const { '@type': _, ...address } = place.address
  return address
}

function shownPay(amount: unknown): unknown {
  if (!isObject(amount)) return amount
  const { value, minValue: min, maxValue: max, unitText: unit } = child(amount, 'value')
  return Object.fromEntries(Object.entries({ currency: amount.currency, value, min, max, unit }).filter(([, part]) => part !== undefined))
}

type Data = Readonly<Record<string, unknown>>

function child(data: Data, name: string): Data {
  const value = data[name]
  return isObject(value) ? value : {}
}

/** A value as JSON, from a little before the place where `other` differs, if that is too far on. */
function excerpt(value: unknown, other?: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  if (text.length <= longestExcerpt) return text
  const otherText = JSON.stringify(other) ?? ''
  let same = 0
  while (same < otherText.length && text[same] === otherText[same]) same += 1
  const start = same < longestExcerpt - mostBefore ? 0 : same - mostBefore
  return `${start > 0 ? '…' : ''}${shortened(text.slice(start).toWellFormed(), longestExcerpt)}`
}
