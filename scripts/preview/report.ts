import type { Cause } from '../model/cause.ts'
import { counted } from '../model/counted.ts'
import type { Feed } from '../model/feed.ts'
import type { Posting } from '../model/posting.ts'
import type { Problem } from '../model/problem.ts'
import type { Measured, Outcome, Property, Skipped, SourceFacts } from '../model/run.ts'
import type { Comparison } from './compare-postings.ts'
import type { Preview } from './preview-feed.ts'

/** Where the bytes of a preview came from: the feed's sample, its own source, or a file that was given. */
export interface Origin {
  readonly kind: 'sample' | 'live' | 'file'
  /** Path or URL. */
  readonly place: string
}

/** What the bytes of a preview are, in words; live is only what a server gave. */
export function originWords({ kind, place }: Origin): string {
  // A source may be a file of the repository, as a sample is in local.
  const live = /^https?:/i.test(place) ? 'live' : 'its source, a file'
  return { sample: 'its sample', live, file: 'a given file' }[kind]
}

/** One side of a preview as a program reads it. Shares are between 0 and 1; a property that is mapped and never filled has 0. */
export interface SideReport {
  readonly outcome: 'saved' | 'held' | 'failed'
  readonly cause?: Cause
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
  readonly counts: Omit<Measured, 'filled'>
  readonly filled: Readonly<Record<string, number>>
  readonly fillRates: Readonly<Record<string, number>>
  /** At most 20 of them; `counts.skipped` is their number. */
  readonly skipped: readonly Skipped[]
  readonly unread: Readonly<Record<string, number>>
  readonly source?: SourceFacts
  /** The first of them. */
  readonly postings: readonly Posting[]
  /** Of each property that is filled, its value in the first posting that has it. */
  readonly firstValues: Readonly<Record<string, unknown>>
}

/**
 * What a comparison with another version of the client file says: nothing was compared where that has `problems`; otherwise `side` is absent where it
 * has no such feed, and `difference` where one of the two could not be read.
 */
export interface BaseReport {
  readonly ref: string
  readonly problems?: readonly Problem[]
  readonly side?: SideReport
  readonly difference?: Comparison
}

/** What a preview of one feed says: the file as it lies here, and where another version was asked for, that one and the difference. */
export interface FeedReport extends SideReport {
  readonly feed: string
  readonly from: Origin
  /** Absent where no comparison was asked for. */
  readonly base?: BaseReport
}

/** How often one property is filled. */
interface Fill {
  readonly property: Property
  readonly count: number
  /** Between 0 and 1. */
  readonly share: number
}

/** Every property that is mapped or filled, in the mapping's order. */
function fillOf({ filled, postings }: Measured, { mapping }: Pick<Feed, 'mapping'>): Fill[] {
  const properties = new Set([...Object.keys(mapping), ...Object.keys(filled)]) as Set<Property | 'id'>
  properties.delete('id')
  return ([...properties] as Property[]).map((property) => {
    const count = filled[property] ?? 0
    return { property, count, share: postings === 0 ? 0 : count / postings }
  })
}

/** One side as data. */
export function reportSide(feed: Pick<Feed, 'mapping'>, preview: Preview): SideReport {
  const { measured, outcome, skipped, unread, source, postings, firstValues } = preview
  const { filled, ...counts } = measured
  const fill = fillOf(measured, feed)
  return {
    ...endingOf(outcome),
    counts,
    filled: Object.fromEntries(fill.map(({ property, count }) => [property, count])),
    fillRates: Object.fromEntries(fill.map(({ property, share }) => [property, share])),
    skipped,
    unread,
    ...(source === undefined ? {} : { source }),
    postings,
    firstValues,
  }
}

/** How a run would end, in a preview's parts: one that would change nothing is as good as saved. */
export function endingOf(outcome: Outcome): Pick<SideReport, 'outcome' | 'cause' | 'reasons' | 'warnings'> {
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged':
      return { outcome: 'saved', reasons: [], warnings: outcome.warnings }
    case 'held':
      return { outcome: 'held', cause: outcome.cause, reasons: outcome.reasons, warnings: outcome.warnings }
    case 'failed':
      return { outcome: 'failed', cause: outcome.cause, reasons: [outcome.message], warnings: [] }
    default:
      return outcome satisfies never
  }
}

/** The verdict in a preview's words: nothing has been saved, held or failed. */
export function verdictOf({ outcome, cause, counts }: SideReport): string {
  switch (outcome) {
    case 'saved':
      return `would be saved: ${counted(counts.postings, 'posting')}`
    case 'held':
      return `would be held (${cause}): earlier postings stay live`
    case 'failed':
      return `would fail (${cause}): earlier postings stay live`
  }
}
