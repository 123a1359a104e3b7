import { lacksOf } from '../model/markup.ts'
import { withoutOverrides } from '../model/overrides.ts'
import type { BaseSalary, Location, Posting } from '../model/posting.ts'
import { safeUrl } from './addresses.ts'

/**
 * A posting as schema.org JobPosting, with the properties that Google requires and recommends
 * (https://developers.google.com/search/docs/appearance/structured-data/job-posting). What the posting does not say is left out, never guessed:
 * pay that is only a text, as the feed words it, becomes no MonetaryAmount, and a place without its country no Place. Undefined where something
 * is left out that Google requires.
 */
export function jobPosting(posting: Posting, clientName: string): Record<string, unknown> | undefined {
  if (lacksOf(posting).length > 0) return undefined
  const places = (posting.location ?? []).filter(hasCountry)
  const organization = posting.hiringOrganization ?? clientName
  const url = safeUrl(posting.url)
  return {
    '@context': 'https://schema.org/',
    '@type': 'JobPosting',
    title: posting.title,
    description: posting.description,
    identifier: { '@type': 'PropertyValue', name: organization, value: posting.id },
    datePosted: posting.datePosted,
    ...(posting.validThrough !== undefined && { validThrough: posting.validThrough }),
    hiringOrganization: {
      '@type': 'Organization',
      name: organization,
      ...(posting.department !== undefined && { department: { '@type': 'Organization', name: posting.department } }),
    },
    jobLocation: places.map(place),
    ...(posting.baseSalary !== undefined && { baseSalary: monetaryAmount(posting.baseSalary) }),
    ...(posting.remote === true && telecommuting(places)),
    ...(posting.employmentType !== undefined && { employmentType: posting.employmentType }),
    ...(posting.industry !== undefined && { industry: posting.industry }),
    ...(url !== undefined && { url }),
    // One applies on the client's own site: https://schema.org/directApply
    directApply: false,
  }
}

/**
 * JSON-LD as it may stand inside `<script>`: no `<` that ends it or opens a comment, no line separator that older parsers end a line at. An override
 * of direction that is written as HTML would hide behind the escapes, so it goes before.
 */
export function jsonLdText(value: Record<string, unknown>): string {
  return withoutOverrides(JSON.stringify(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

type PlaceInCountry = Location & Required<Pick<Location, 'country'>>

function hasCountry(location: Location): location is PlaceInCountry {
  return location.country !== undefined
}

function place({ street, city, region, postalCode, country }: PlaceInCountry): Record<string, unknown> {
  const address = {
    ...(street !== undefined && { streetAddress: street }),
    ...(city !== undefined && { addressLocality: city }),
    ...(region !== undefined && { addressRegion: region }),
    ...(postalCode !== undefined && { postalCode }),
    addressCountry: country,
  }
  return { '@type': 'Place', address: { '@type': 'PostalAddress', ...address } }
}

function telecommuting(places: readonly PlaceInCountry[]): Record<string, unknown> {
  const countries = new Set(places.map(({ country }) => country))
  return {
    jobLocationType: 'TELECOMMUTE',
    applicantLocationRequirements: [...countries].map((name) => ({ '@type': 'Country', name })),
  }
}

function monetaryAmount({ currency, value, min, max, unit }: BaseSalary): object {
  const amounts = {
    ...(value !== undefined && { value }),
    ...(min !== undefined && { minValue: min }),
    ...(max !== undefined && { maxValue: max }),
  }
  return { '@type': 'MonetaryAmount', currency, value: { '@type': 'QuantitativeValue', ...amounts, unitText: unit } }
}
