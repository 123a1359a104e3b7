import { placeName } from '../model/place.ts'
import type { Location, Posting } from '../model/posting.ts'
import { countryWords, type Language } from './words.ts'

/** The places of a posting in a few words: the first two, and how many more there are. */
export function placesSummary({ location = [] }: Posting): string {
  const names = [...new Set(location.map(placeName))].filter((name) => name !== '')
  return names.length <= 2 ? names.join(', ') : `${names.slice(0, 2).join(', ')} +${names.length - 2}`
}

/** A place with all that is known of it, on one line. */
export function placeWords(location: Location, language: Language): string {
  const town = [location.postalCode, location.city].filter((part) => part !== undefined).join(' ')
  const parts = town === '' && location.text !== undefined ? [location.text] : [location.street, town, location.region]
  const country = location.country === undefined || location.text === parts[0] ? undefined : countryWords(language, location.country)
  return [...parts, country].filter((part) => part !== undefined && part !== '').join(', ')
}
