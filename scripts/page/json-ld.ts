import type { BaseSalary, Location, Posting } from '../model/posting.ts'
import { safeUrl } from './addresses.ts'

/**
 * A posting as schema.org JobPosting, with the properties that Google requires and recommends
 * (https://developers.google.com/search/docs/appearance/structured-data/job-posting). What the posting does not say is left out, never guessed:
 * pay that is only a text, as the feed words it, becomes no MonetaryAmount.
 */
export function jobPosting(posting: Posting, clientName: string): Record<string, unknown> {
  const organization = posting.hiringOrganization ?? clientName
  const url = safeUrl(posting.url)
  return {
    '@context': 'https://schema.org/',
    '@type': 'JobPosting',
    title: posting.title,
    ...(posting.description !== undefined && { description: posting.description }),
    identifier: { '@type': 'PropertyValue', name: organization, value: posting.id },
    ...(posting.datePosted !== undefined && { datePosted: posting.datePosted }),
    ...(posting.validThrough !== undefined && { validThrough: posting.validThrough }),
    hiringOrganization: {
      '@type': 'Organization',
      name: organization,
      ...(posting.department !== undefined && { department: { '@type': 'Organization', name: posting.department } }),
    },
    ...(posting.location !== undefined && { jobLocation: posting.location.map(place) }),
    ...(posting.baseSalary !== undefined && { baseSalary: monetaryAmount(posting.baseSalary) }),
    ...(posting.remote === true && telecommuting(posting.location)),
    ...(posting.employmentType !== undefined && { employmentType: posting.employmentType }),
    ...(posting.industry !== undefined && { industry: posting.industry }),
    ...(url !== undefined && { url }),
    // One applies on the client's own site: https://schema.org/directApply
    directApply: false,
  }
}

/** JSON-LD as it may stand inside `<script>`: no `<` that ends it or opens a comment, no line separator that older parsers end a line at. */
export function jsonLdText(value: Record<string, unknown>): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function place(location: Location): Record<string, unknown> {
  const address = {
    ...(location.street !== undefined && { streetAddress: location.street }),
    ...(location.city !== undefined && { addressLocality: location.city }),
    ...(location.region !== undefined && { addressRegion: location.region }),
    ...(location.postalCode !== undefined && { postalCode: location.postalCode }),
    ...(location.country !== undefined && { addressCountry: location.country }),
  }
  // A place that the feed words freely is a text, which schema.org allows as an address; its parts are not guessed.
  if (Object.keys(address).length === 0) return { '@type': 'Place', address: location.text }
  return { '@type': 'Place', address: { '@type': 'PostalAddress', ...address } }
}

function telecommuting(locations: readonly Location[] | undefined): Record<string, unknown> {
  const countries = [...new Set((locations ?? []).flatMap(({ country }) => (country === undefined ? [] : [country])))]
  return {
    jobLocationType: 'TELECOMMUTE',
    ...(countries.length > 0 && { applicantLocationRequirements: countries.map((name) => ({ '@type': 'Country', name })) }),
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
