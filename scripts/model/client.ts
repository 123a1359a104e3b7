// Generated from schemas/client.schema.json by `npm run generate`: change the schema, not this file.

/**
 * A GitHub user name.
 */
export type Login = string
/**
 * Declared character encoding; otherwise the byte order mark, the HTTP header or the XML declaration decides, and UTF-8 in the end.
 */
export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252' | 'iso-8859-1' | 'iso-8859-15'
/**
 * Names from the record inwards, joined by dots: address.city, @lang for an XML attribute, tags.0 for one element; a list on the way gives all its elements. ^ is what stands around the record, as in ^.name. A name with a dot in it is written in brackets: ["a.b"].
 */
export type Path = string
/**
 * A path (string), a join of paths by a space (list), or a chain of transforms (object).
 */
export type Transform = Path | Path[] | Chain
/**
 * One word, or several; a number or a truth counts as its text.
 */
export type Words = (string | number | boolean) | (string | number | boolean)[]
/**
 * A regular expression in RE2's syntax, which takes linear time: no look-around, no back-reference. (?i) at its beginning ignores case.
 */
export type Pattern = string
/**
 * A path, or a chain of its own where a path alone does not do.
 */
export type Part = Path | Chain

/**
 * One client of the recruiting company: its page and the feeds that fill it. The file's name is the client's id.
 */
export interface Client {
  /**
   * Version of the language in which this file is written. An older file is carried forward by npm run upgrade.
   */
  readonly version?: number
  /**
   * The client's name as its people write it.
   */
  readonly name: string
  /**
   * Number of the tracking issue in this repository, where the sign-off is recorded.
   */
  readonly request?: number
  readonly team?: Team
  readonly page: Page
  /**
   * The feeds of this client by name; a feed is scheduled and run on its own, and its id is client/name.
   */
  readonly feeds: {
    readonly [k: string]: FeedDefinition
  }
  /**
   * What differs in one environment: merged over the file (JSON Merge Patch, RFC 7386: a null removes).
   */
  readonly environments?: {
    readonly local?: Overlay
    readonly staging?: Overlay
    readonly production?: Overlay
  }
}
/**
 * Who looks after this client; GitHub user names.
 */
export interface Team {
  readonly accountManager?: Login
  readonly developer?: Login
}
/**
 * The public page of the client.
 */
export interface Page {
  /**
   * The page's name in its URL; the client's id unless given.
   */
  readonly slug?: string
  /**
   * Language of the page's own words (BCP 47).
   */
  readonly language: 'en' | 'fr' | 'de' | 'es' | 'nl'
  /**
   * Heading of the page.
   */
  readonly title: string
  /**
   * The client's look.
   */
  readonly theme?: {
    /**
     * Accent colour, as hex.
     */
    readonly color?: string
  }
  /**
   * The Facebook page whose tab shows this page; only then may Facebook frame it.
   */
  readonly facebook?: {
    /**
     * Id of the Facebook page.
     */
    readonly pageId: string
  }
}
/**
 * One stream of postings that the client publishes.
 */
export interface FeedDefinition {
  readonly schedule: ScheduleDefinition
  readonly source: Source
  readonly mapping: Mapping
  /**
   * Which records are postings: those for which all of these hold. The others are left out and counted, and are no fault.
   *
   * @minItems 1
   */
  readonly keep?: Condition[]
  /**
   * Paths of source fields that were looked at and are not wanted; an unread field that is not here is reported.
   */
  readonly ignore?: string[]
  readonly expect?: Expect
}
/**
 * When the feed is run.
 */
export interface ScheduleDefinition {
  /**
   * Five fields: minute, hour, day of month, month, day of week. Choose an odd minute: everybody else starts on the hour.
   */
  readonly cron: string
  /**
   * IANA time zone in which cron is read.
   */
  readonly timezone?: string
}
/**
 * Where and how the feed is read: exactly one of http and file, and a format.
 */
export interface Source {
  readonly http?: HttpTransport
  readonly file?: FileTransport
  /**
   * The file to read where the source is a zip archive of several; * stands for any characters.
   */
  readonly entry?: string
  readonly format: Format
}
/**
 * One GET request.
 */
export interface HttpTransport {
  /**
   * Absolute http(s) URL, without a credential in it.
   */
  readonly url: string
  /**
   * Request headers that are no secret.
   */
  readonly headers?: {
    readonly [k: string]: string
  }
  readonly auth?: Auth
  readonly limits?: Limits
}
/**
 * How the request proves who asks; a secret is sent to the host stored beside it and to no other.
 */
export interface Auth {
  /**
   * HTTP Basic (RFC 7617).
   */
  readonly basic?: {
    /**
     * User name as the client gave it.
     */
    readonly username: string
    readonly password: Secret
  }
  readonly bearer?: Secret
  /**
   * A header of the client's own that carries a secret.
   */
  readonly header?: {
    /**
     * Name of the header.
     */
    readonly name: string
    readonly value: Secret
  }
}
/**
 * The name of a secret, never its value. NAME holds the value and NAME_HOST the one host that may receive it.
 */
export interface Secret {
  /**
   * Name, prefixed by the client's id in capitals.
   */
  readonly secret: string
}
/**
 * What this source may cost at most; the defaults suit nearly every feed.
 */
export interface Limits {
  /**
   * Bytes after decompression, in units of 1,000,000; as many are allowed before it.
   */
  readonly megabytes?: number
  /**
   * Time for the whole request.
   */
  readonly minutes?: number
  /**
   * Number of records.
   */
  readonly records?: number
}
/**
 * A file in this repository: for examples and tests.
 */
export interface FileTransport {
  /**
   * Path from the repository's root.
   */
  readonly path: string
}
/**
 * How bytes become records: exactly one of csv, xml, json and jsonl.
 */
export interface Format {
  readonly csv?: CsvFormat
  readonly xml?: XmlFormat
  readonly json?: JsonFormat
  readonly jsonl?: JsonLinesFormat
}
/**
 * Comma-separated values (RFC 4180), or with another delimiter, such as TSV with a tabulator; a record is a row, its fields are named by the header.
 */
export interface CsvFormat {
  /**
   * What separates fields.
   */
  readonly delimiter?: string
  /**
   * What encloses a field; empty where nothing does, as in most TSV.
   */
  readonly quote?: string
  /**
   * Names of the fields where the file has no header row.
   *
   * @minItems 1
   */
  readonly header?: string[]
  readonly encoding?: Encoding
}
/**
 * XML 1.0; a record is one element at the record path.
 */
export interface XmlFormat {
  /**
   * Element names from the root to the record, joined by dots; prefixes as written.
   */
  readonly records: string
  /**
   * Where the document says how many records there are, from the root: an element, or with @ its attribute. Fewer records than that are no complete list, from which nothing is removed.
   */
  readonly total?: string
  /**
   * Paths in the record of elements whose children are markup (XHTML), which is kept as the HTML text that it is.
   *
   * @minItems 1
   */
  readonly markup?: Path[]
  readonly encoding?: Encoding
}
/**
 * JSON (RFC 8259); a record is one element of the array at the record path.
 */
export interface JsonFormat {
  /**
   * Property names from the root to the list, joined by dots; left out where the document itself is the list.
   */
  readonly records?: string
  /**
   * Where the document says how many records there are: property names from the root. Fewer records than that are no complete list, from which nothing is removed.
   */
  readonly total?: string
  readonly encoding?: Encoding
}
/**
 * JSON Lines (jsonlines.org): a record is one line.
 */
export interface JsonLinesFormat {
  readonly encoding?: Encoding
}
/**
 * How a record becomes a posting: a string is a path in the record, a list is a join of paths, an object is a chain of transforms.
 */
export interface Mapping {
  readonly id: Transform
  readonly title: Transform
  readonly description?: Transform
  readonly url: Transform
  readonly applyUrl?: Transform
  readonly hiringOrganization?: Transform
  readonly location?: LocationMapping
  readonly remote?: Transform
  readonly datePosted?: Transform
  readonly validThrough?: Transform
  readonly employmentType?: Transform
  readonly salary?: Transform
  readonly baseSalary?: BaseSalaryMapping
  readonly department?: Transform
  readonly industry?: Transform
  readonly language?: Transform
  readonly reference?: Transform
}
/**
 * Where the value comes from (from, join, const, sections or expr), then its transforms, in the order in which they stand below.
 */
export interface Chain {
  readonly when?: Condition
  /**
   * A path, or several paths or chains of which the first that is filled is taken.
   */
  readonly from?: Path | Part[]
  /**
   * Paths or chains whose filled values are joined.
   *
   * @minItems 1
   * @maxItems 20
   */
  readonly join?: Part[]
  /**
   * What stands between joined values.
   */
  readonly with?: string
  /**
   * A value that is the same for every posting, or with when for those for which it holds.
   */
  readonly const?: string
  readonly sections?: Sections
  /**
   * For the rare rest: an expression in JSONata (docs.jsonata.org) over the record. It may take a quarter of a second a record, and knows neither the time, chance nor $eval.
   */
  readonly expr?: string
  /**
   * Replacements, made one after the other: of literal text (find), or of what a regular expression finds (pattern).
   *
   * @minItems 1
   */
  readonly replace?: Replacement[]
  readonly match?: Pattern
  /**
   * What the value is cut at; take says which part is kept, otherwise all are that are not empty; in a location an empty one holds its position.
   */
  readonly split?: string
  /**
   * Which part of each split value, or which of several values, is kept: 1 is the first, -1 the last. An empty part counts, and is no value.
   */
  readonly take?: number
  /**
   * The client's words and ours for them. A word that is not here counts as unknown and is reported, never guessed; an empty counterpart says that the word is known and has none.
   */
  readonly map?: {
    readonly [k: string]: string
  }
  /**
   * The value where there is none; in a location also for each place that has none. It is no value for a word that map does not know.
   */
  readonly else?: string
  /**
   * The value is a number as people of the locale write it (1.234,56 in de); 1234.56 comes out. Blanks and apostrophes may part thousands everywhere.
   */
  readonly number?: true
  /**
   * Format of the date in Luxon's tokens, or several tried in order; iso, rfc2822, seconds and milliseconds name the usual ones. The date is taken as the text has it, and of an epoch as it is in UTC, unless zone says otherwise.
   */
  readonly date?: string | string[]
  /**
   * IANA time zone in whose calendar date is read: an epoch, or a text that states its own zone, is moved there first, so that 23:30 UTC is of the next day in Paris. A text without zone stays as it is.
   */
  readonly zone?: string
  /**
   * Language of month names in date, and of the signs in number (BCP 47); en unless given.
   */
  readonly locale?: string
  /**
   * The value is HTML: it is made safe. `escaped` where its markup arrives as entities, which are resolved once first.
   */
  readonly html?: true | 'escaped'
  /**
   * The value is HTML and only its text is wanted.
   */
  readonly text?: true
  /**
   * The URL against which a relative one is resolved.
   */
  readonly base?: string
}
/**
 * What a record must say at a path; exactly one of is, isNot, matches and filled.
 */
export interface Condition {
  readonly path: Path
  readonly is?: Words
  readonly isNot?: Words
  readonly matches?: Pattern
  /**
   * Whether anything must stand there, or nothing.
   */
  readonly filled?: boolean
}
/**
 * A text in parts with a heading each, put together as HTML; html must follow.
 */
export interface Sections {
  /**
   * Path of the parts, or several paths.
   */
  readonly from: Path | Path[]
  readonly heading?: Path
  readonly body: Path
}
/**
 * One replacement.
 */
export interface Replacement {
  /**
   * The text to find, taken literally.
   */
  readonly find?: string
  readonly pattern?: Pattern
  /**
   * What stands there instead; after pattern, $1 is its first group.
   */
  readonly by: string
}
/**
 * The place of work, or several: parts that give lists are put together by position, the second city with the second country; a part that gives one value belongs to every place. A join does the same: it joins lists of one length by position, and what gives one value with each; of one path alone, or of lists of different lengths, it makes one text.
 */
export interface LocationMapping {
  readonly text?: Transform
  readonly street?: Transform
  readonly city?: Transform
  readonly region?: Transform
  readonly postalCode?: Transform
  readonly country?: Transform
}
/**
 * Pay in numbers: currency, unit, and value or min and max. Where a part is missing or none, it stays unfilled; 0 is how feeds write that nothing is said.
 */
export interface BaseSalaryMapping {
  readonly currency: Transform
  readonly value?: Transform
  readonly min?: Transform
  readonly max?: Transform
  readonly unit: Transform
}
/**
 * What a good run looks like. Too little holds the run: the earlier postings stay live; too much only warns.
 */
export interface Expect {
  /**
   * Number of postings.
   */
  readonly postings?: {
    /**
     * Fewer hold the run. 0 says that the client may have none, and wants a max beside it.
     */
    readonly min?: number
    /**
     * More give a warning.
     */
    readonly max?: number
  }
  /**
   * Share of postings in which a property is filled, from 0 to 1; less holds the run. The default bounds are those of the properties without which Google shows no posting, each where it is mapped; a title and a url every posting has.
   */
  readonly filled?: {
    readonly [k: string]: number
  }
}
/**
 * Parts of a client file, merged over it (RFC 7386).
 */
export interface Overlay {
  /**
   * Parts of page that differ.
   */
  readonly page?: {
    readonly [k: string]: unknown
  }
  /**
   * Parts of feeds that differ.
   */
  readonly feeds?: {
    readonly [k: string]: unknown
  }
}
