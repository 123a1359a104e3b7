import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Pay as a feed writes it. */
export interface SalaryFact {
  readonly min?: string
  readonly max?: string
  readonly currency?: string
  readonly unit?: string
}

/** What one record of a feed says, by its README: null where the feed says nothing, or nothing unmistakable. */
export interface Fact {
  /** Counts from 1; notices and markers among the records are not counted. */
  readonly position: number
  readonly id?: string | null
  readonly title?: string | null
  readonly url?: string | null
  readonly urlAbsolute?: string | null
  readonly applyUrl?: string | null
  readonly company?: string | null
  readonly locationText?: string | null
  readonly streetAddress?: string | null
  readonly city?: string | null
  readonly region?: string | null
  readonly postalCode?: string | null
  readonly country?: string | null
  readonly countryText?: string | null
  readonly remote?: boolean | null
  readonly remoteText?: string | null
  readonly datePosted?: string | null
  readonly datePostedText?: string | null
  readonly validThrough?: string | null
  readonly validThroughText?: string | null
  readonly employmentType?: string | readonly string[] | null
  readonly category?: string | null
  /** Pay in numbers, each part as the feed writes it. */
  readonly salary?: SalaryFact | null
  readonly salaryText?: string | null
  readonly requisitionId?: string | null
  readonly descriptionStart?: string | null
}

/** One file of the collection and what is known of it. */
export interface Entry {
  readonly file: string
  readonly format: string
  /** What is broken, and what a good importer does; false where nothing is. */
  readonly malformed: string | false | null
  /** Path of the list of records. */
  readonly records: string
  readonly count: number
  readonly distinctIds: number | null
  /** The source's own count of records. */
  readonly total?: number | null
  /** Path of the id in a record. */
  readonly ids: string | null
  readonly facts: readonly Fact[]
  /** Share of the records that have a property filled, where it is not in all the same. */
  readonly fillRates?: Readonly<Record<string, number>>
  /** Properties with more than one defensible reading. */
  readonly ambiguous: readonly string[]
}

/** Where the collection of real feeds lies: beside the checkout, never in it. */
export const feedsFolder: string = fileURLToPath(new URL('../../../shared/feeds', import.meta.url))

/** The collection's catalogue; undefined where there is no collection. */
export async function readCatalogue(): Promise<readonly Entry[] | undefined> {
  const file = join(feedsFolder, 'catalogue.json')
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as readonly Entry[]) : undefined
}
