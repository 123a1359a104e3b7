import type { Cause } from './cause.ts'
import type { Lack } from './markup.ts'
import type { Posting } from './posting.ts'

/** Properties of a posting whose fill rate is measured. */
export type Property = Exclude<keyof Posting, 'id'>

/** A record that became no posting: where it stood, why, and a short excerpt (at most 200 characters) for the one who mends the mapping. */
export interface Skipped {
  readonly position: number
  readonly reason: string
  readonly excerpt: string
}

/** What reading a source gave, known once it has ended. Bytes are counted on the wire and after decompression. */
export interface SourceFacts {
  readonly bytesReceived: number
  readonly bytes: number
  /** SHA-256 (hex) of the bytes after decompression. */
  readonly contentHash: string
  readonly etag?: string
  readonly lastModified?: string
  /** Whether the list is proven complete, by an end of its own and the source's count: only then may a missing posting be removed. */
  readonly isComplete: boolean
  /** How many records there are by the source's own count, where the client file says where that stands. */
  readonly claimed?: number
  /** What was put right while reading, as sentences (a declared encoding that is not the real one). */
  readonly warnings?: readonly string[]
}

/** What was counted while records became postings. */
export interface Measured {
  readonly records: number
  /** Distinct postings: of several with one id the first counts. */
  readonly postings: number
  readonly skipped: number
  /** Records that `keep` leaves out; missing where there are none. */
  readonly leftOut?: number
  /** Of those, records that lack the fields of id, title or url: keep was asked about what is no posting. Missing where there are none. */
  readonly foreign?: number
  readonly duplicates: number
  /** Records whose text came in the last good run, and which were not mapped again; missing where there are none. */
  readonly recalled?: number
  /** Postings whose pages carry no JobPosting markup, and how many of them lack what it takes; missing where there are none. */
  readonly unmarked?: { readonly postings: number; readonly lacking: Readonly<Partial<Record<Lack, number>>> }
  /** How many postings have each property filled. */
  readonly filled: Readonly<Partial<Record<Property, number>>>
}

/** What a run changed in the stored postings of its feed. Added are all that were not live, those that were removed earlier and return included. */
export interface Counts {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly unchanged: number
}

/** How a run ended. `reasons` and `warnings` are sentences: found, expected, what to do. */
export type Outcome =
  | { readonly kind: 'saved'; readonly counts: Counts; readonly warnings: readonly string[] }
  | { readonly kind: 'unchanged'; readonly warnings: readonly string[] }
  | { readonly kind: 'held'; readonly cause: Cause; readonly reasons: readonly string[]; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly message: string }

/** What the earlier runs of a feed tell its next one: newest first. */
export interface History {
  /** Number of postings that are live now. */
  readonly live: number
  /** Numbers of postings of the last good runs, newest first: as many as say what is usual (quality/usual.ts). */
  readonly goodRuns: readonly number[]
}
