import type { Posting } from './posting.ts'

/** What Google requires of a JobPosting besides what every posting has. `country` is that of a place of work, or of those who may apply. */
export type Lack = 'description' | 'datePosted' | 'country'

const none: readonly Lack[] = []

/**
 * What a posting lacks for its page to carry JobPosting markup: half of it would be an error to Google, and it is not shown among jobs either way.
 * Source: https://developers.google.com/search/docs/appearance/structured-data/job-posting#structured-data-type-definitions
 */
export function lacksOf({ description, datePosted, location }: Posting): readonly Lack[] {
  const hasCountry = location?.some(({ country }) => country !== undefined) === true
  if (description !== undefined && datePosted !== undefined && hasCountry) return none
  return [
    ...(description === undefined ? (['description'] as const) : []),
    ...(datePosted === undefined ? (['datePosted'] as const) : []),
    ...(hasCountry ? [] : (['country'] as const)),
  ]
}
