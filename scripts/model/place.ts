import type { Location } from './posting.ts'

/** A place in one word, as lists show it and filters compare it; empty where nothing is known of it. */
export function placeName({ city, text, region, country }: Location): string {
  return city ?? text ?? region ?? country ?? ''
}
