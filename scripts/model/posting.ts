// Generated from schemas/job-posting.schema.json by `npm run generate`: change the schema, not this file.

/**
 * One job posting, in the sense of schema.org JobPosting, as it is stored and shown.
 */
export interface Posting {
  /**
   * The posting's own id, unique in its feed (schema.org identifier).
   */
  readonly id: string
  /**
   * Title of the job.
   */
  readonly title: string
  /**
   * Safe HTML: paragraphs, lists, emphasis, links.
   */
  readonly description?: string
  /**
   * Where the client shows this posting; absolute.
   */
  readonly url: string
  /**
   * Where one applies, if not at url: an absolute http(s) URL, or an address of mail.
   */
  readonly applyUrl?: string
  /**
   * Name of the organisation that hires.
   */
  readonly hiringOrganization?: string
  /**
   * The places of work (schema.org jobLocation).
   *
   * @minItems 1
   */
  readonly location?: Location[]
  /**
   * Done wholly from elsewhere (jobLocationType TELECOMMUTE).
   */
  readonly remote?: boolean
  /**
   * First day of publication, ISO 8601: the calendar date as the feed writes it.
   */
  readonly datePosted?: string
  /**
   * Last day of publication, ISO 8601. Once it is over no list has the posting, and its page says that it is closed.
   */
  readonly validThrough?: string
  /**
   * Kinds of employment, as in Google's JobPosting.
   *
   * @minItems 1
   */
  readonly employmentType?: ('FULL_TIME' | 'PART_TIME' | 'CONTRACTOR' | 'TEMPORARY' | 'INTERN' | 'VOLUNTEER' | 'PER_DIEM' | 'OTHER')[]
  /**
   * Pay as the feed words it.
   */
  readonly salary?: string
  readonly baseSalary?: BaseSalary
  /**
   * Department or function.
   */
  readonly department?: string
  /**
   * Branch of industry.
   */
  readonly industry?: string
  /**
   * Language of the posting (BCP 47).
   */
  readonly language?: string
  /**
   * The client's requisition number.
   */
  readonly reference?: string
}
/**
 * One place.
 */
export interface Location {
  /**
   * The place as the feed words it.
   */
  readonly text?: string
  /**
   * Street and number (streetAddress).
   */
  readonly street?: string
  /**
   * Town (addressLocality).
   */
  readonly city?: string
  /**
   * State, region or department (addressRegion).
   */
  readonly region?: string
  /**
   * Postal code.
   */
  readonly postalCode?: string
  /**
   * ISO 3166-1 alpha-2 (addressCountry).
   */
  readonly country?: string
}
/**
 * Pay in numbers (schema.org MonetaryAmount with a QuantitativeValue): one value, or a range that is open where one end is missing.
 */
export interface BaseSalary {
  /**
   * ISO 4217.
   */
  readonly currency: string
  /**
   * The one amount.
   */
  readonly value?: number
  /**
   * The lowest amount (minValue).
   */
  readonly min?: number
  /**
   * The highest amount (maxValue).
   */
  readonly max?: number
  /**
   * The time that is paid for (unitText).
   */
  readonly unit: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'
}
