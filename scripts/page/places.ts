import { placeName } from '../model/place.ts'
import type { Location, Posting } from '../model/posting.ts'
import { countryWords, type Language } from './words.ts'

/** The places of a posting in a few words: the first two, and how many more there are. A country of which nothing else is known has its name. */
export function placesSummary({ location = [] }: Posting, language: Language): string {
  const named = location.map(({ country, ...place }) =>
    placeName(country === undefined ? place : { ...place, country: countryWords(language, country) }),
  )
  const names = [...new Set(named)].filter((name) => name !== '')
  return names.length <= 2 ? names.join(', ') : `${names.slice(0, 2).join(', ')} +${names.length - 2}`
}

/** A place with all that is known of it, on one line. */
export function placeWords({ text, street, postalCode, city, region, country }: Location, language: Language): string {
  if (city === undefined && text !== undefined) {
    // The feed's own words for a place name its region and country, if they want to.
    const ofTown = postalCode === undefined || text.includes(postalCode) ? text : `${postalCode} ${text}`
    return street === undefined || text.includes(street) ? ofTown : `${street}, ${ofTown}`
  }
  const town = [postalCode, city].filter((part) => part !== undefined).join(' ')
  const inCountry = country === undefined ? undefined : countryWords(language, country)
  return [street, town, region, inCountry].filter((part) => part !== undefined && part !== '').join(', ')
}
