import type { Cause } from './cause.ts'
import type { EmploymentType } from './employment.ts'
import type { Environment } from './environment.ts'
import type { ResolvedClient } from './feed.ts'
import type { Posting } from './posting.ts'
import type { Counts, Outcome } from './run.ts'

/**
 * A client as its page shows it. `postings` counts all that are live, closed ones too, `feeds` are the ids of its live feeds, and `version` changes
 * with each run that may have changed its postings, and with each change of a feed.
 */
export interface ShownClient {
  readonly id: string
  readonly name: string
  readonly page: ResolvedClient['page']
  readonly feeds: readonly string[]
  readonly postings: number
  readonly version: string
}

/**
 * Which postings a visitor wants to see; what is left out does not restrict. Every word of `text` must occur, without regard to case
 * and accents, in the title, the place, the department, the organisation or the reference. The others are compared as they are stored.
 */
export interface PostingFilter {
  readonly text?: string
  readonly place?: string
  readonly department?: string
  readonly contract?: EmploymentType
}

/** A stretch of a list: `limit` items after the first `offset`. */
export interface Stretch {
  readonly limit: number
  readonly offset: number
}

/** One posting with the feed it came from. The description may be absent where a list is shown. */
export interface ShownPosting {
  readonly feed: string
  readonly posting: Posting
  readonly changedAt: Date
  /** It was live once: the client no longer publishes it. */
  readonly isRemoved: boolean
  /** It is live, but its last day of publication is over. */
  readonly isClosed: boolean
}

/** The open postings of one stretch, and how many there are in all under the same filter. */
export interface PostingList {
  readonly total: number
  readonly postings: readonly ShownPosting[]
}

/** A value that a filter may take, with the number of open postings that have it. */
export interface Choice {
  readonly value: string
  readonly count: number
}

/** What one client's open postings can be filtered by: the most frequent values (at most 200 each), in alphabetical order. */
export interface Choices {
  /** How many live postings are not open: their last day of publication is over, and no list has them. */
  readonly closed: number
  readonly places: readonly Choice[]
  readonly departments: readonly Choice[]
  readonly contracts: readonly Choice[]
}

/** Where a posting has its page, and when it last changed: for sitemaps. */
export interface PostingAddress {
  readonly feed: string
  readonly id: string
  readonly changedAt: Date
}

/** What is live: the release is absent before the first deployment. */
export interface LiveRelease {
  readonly environment: Environment | undefined
  readonly release: string | undefined
  readonly since: Date | undefined
}

/** One feed as the operator sees it. */
export interface FeedOverview {
  readonly id: string
  readonly clientName: string
  readonly slug: string
  readonly postings: number
  readonly nextRunAt: Date | undefined
  readonly lastRun: RunOverview | undefined
}

/** The last run of a feed; `outcome` is absent while it runs. */
export interface RunOverview {
  readonly id: string
  readonly startedAt: Date
  readonly finishedAt: Date | undefined
  readonly outcome: Outcome['kind'] | undefined
  readonly cause: Cause | undefined
  readonly counts: Counts | undefined
  /** Sentences: why it was held or failed, and what else was found. */
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
  /** The run that found the warnings, where this one's bytes had come before, so that it read none. */
  readonly warnedBy: string | undefined
}

/** The queue at a glance: how many queue jobs wait, run, or wait to be tried again, and how many feeds are due and not in it yet. */
export interface QueueOverview {
  readonly waiting: number
  readonly running: number
  readonly retrying: number
  readonly due: number
  /** Since when the one that waits longest could have begun. */
  readonly oldestAt: Date | undefined
}

/** A worker or web service that has registered, and when it was last heard of. */
export interface ServiceOverview {
  readonly kind: 'worker' | 'web'
  readonly release: string | undefined
  readonly startedAt: Date
  readonly seenAt: Date
  readonly address: string | undefined
  /** Not heard of for so long that it is taken for dead. */
  readonly isSilent: boolean
}

/** The environment at a glance: feeds that need someone first, at most 1,000 of `feedTotal`. */
export interface Overview {
  readonly live: LiveRelease
  readonly feeds: readonly FeedOverview[]
  readonly feedTotal: number
  readonly queue: QueueOverview
  readonly services: readonly ServiceOverview[]
}
