import type { Cause } from '../model/cause.ts'
import { counted } from '../model/counted.ts'
import type { Feed } from '../model/feed.ts'
import { percent } from '../model/percent.ts'
import type { History, Measured, Property, SourceFacts } from '../model/run.ts'
import { missesBeforeRemoval } from './removal.ts'
import { usualRuns } from './usual.ts'

/** Feeds breathe: this much less than usual happens in a good week. */
const warnDrop = 0.1

/** A third of the postings hardly ever ends at once; a broken filter or a cut list looks like this. */
const holdDrop = 0.3

/** More than half gone in one run is a person's decision, whatever the counts say. */
const largestRemoval = 0.5

/** Share of postings that must have a property without which Google shows none, where it is mapped: real feeds miss one or two in a hundred. */
const usualFill = 0.98

/** More skipped records than this and the structure has changed; a single one is never held (a notice among the records). */
const largestSkipped = 0.1

// As the schema states the default of expect.filled. Title and URL are required of Google, too, but a record without them is no posting here.
const filledByDefault = ['description', 'location', 'datePosted'] as const satisfies readonly Property[]

const howToConfirm = 'confirm with the client, then accept the run, or change expect.postings.min to 0 if that is usual'

/** What is to become of what was read. Reasons and warnings are sentences: found, expected, what to do. */
export interface Verdict {
  /** Why the earlier postings stay live; missing where the run is good. */
  readonly hold?: { readonly cause: Cause; readonly reasons: readonly string[] }
  readonly warnings: readonly string[]
  /** Whether postings that are not in the list may be removed: only where the list is proven complete and the run is good. */
  readonly mayRemove: boolean
}

interface Reason {
  readonly cause: Cause
  readonly reason: string
}

/** Judges what was read and mapped against what the client file expects and what the earlier runs were like. Too little holds, too much warns. */
export function judge(
  measured: Measured,
  facts: SourceFacts,
  { expect, mapping }: Pick<Feed, 'expect' | 'mapping'>,
  history: History,
): Verdict {
  const reasons: readonly Reason[] = [
    ...judgeCount(measured, facts, expect),
    ...judgeSkipped(measured),
    ...judgeFilled(measured, expect, mapping),
    ...judgeDrop(measured, history),
  ]
  const warnings = [...(facts.warnings ?? []), ...warnOf(measured, { expect }, history)]
  if (!facts.isComplete) warnings.push(incompleteness(measured, facts))
  const [first] = reasons
  if (first === undefined) return { warnings, mayRemove: facts.isComplete }
  return { hold: { cause: first.cause, reasons: reasons.map(({ reason }) => reason) }, warnings, mayRemove: false }
}

/** Why a run that would remove `removed` of the live postings is held; undefined where it need not be. */
export function judgeRemoval(removed: number, history: History): Verdict['hold'] {
  if (removed <= history.live * largestRemoval) return undefined
  return {
    cause: 'expectation',
    reasons: [
      `${removed} of ${history.live} live postings would be removed, more than ${percent(largestRemoval)}: accept the run if that is right`,
    ],
  }
}

function incompleteness({ records }: Measured, { claimed }: SourceFacts): string {
  const cut = claimed !== undefined && records < claimed
  const why = cut ? `${counted(records, 'record')} came, ${claimed} by the source’s own count` : 'the list is not proven complete'
  return `${why}: a missing posting is removed only after it was missed ${missesBeforeRemoval} times`
}

function judgeCount(
  { records, postings, leftOut = 0, foreign = 0 }: Measured,
  { claimed = 0 }: SourceFacts,
  expect: Feed['expect'],
): readonly Reason[] {
  const min = expect.postings?.min
  if (records === 0 && claimed > 0)
    return [{ cause: 'truncated', reason: `no records came, ${claimed} by the source’s own count: is it one of several pages?` }]
  if (postings === 0 && records > leftOut)
    return [{ cause: 'mapping', reason: `no record of ${records - leftOut} became a posting: look at the skipped records` }]
  if (postings === 0 && leftOut > 0 && foreign === leftOut)
    return [
      {
        cause: 'mapping',
        reason: `keep leaves out every record (${leftOut}), and none has the fields of id, title and url: see what came`,
      },
    ]
  if (postings === 0 && leftOut > 0 && min !== 0)
    return [{ cause: 'empty', reason: `keep leaves out every record (${leftOut}): ${howToConfirm}` }]
  if (postings === 0 && min !== 0) return [{ cause: 'empty', reason: `the feed lists no postings: ${howToConfirm}` }]
  if (min === undefined || postings >= min) return []
  return [
    {
      cause: 'expectation',
      reason: `${counted(postings, 'posting')}, expected at least ${min}: accept the run if that is right, or change expect.postings.min`,
    },
  ]
}

function judgeSkipped({ records, skipped, postings, leftOut = 0 }: Measured): readonly Reason[] {
  if (postings === 0 || skipped <= Math.max(1, (records - leftOut) * largestSkipped)) return []
  return [
    {
      cause: 'mapping',
      reason: `${skippedOf(skipped, records)}, more than ${percent(largestSkipped)}: look at the reasons, then change mapping`,
    },
  ]
}

function judgeFilled({ postings, filled }: Measured, expect: Feed['expect'], mapping: Feed['mapping']): readonly Reason[] {
  if (postings === 0) return []
  const usual = filledByDefault.filter((property) => mapping[property] !== undefined).map((property) => [property, usualFill] as const)
  const bounds = Object.entries({ ...Object.fromEntries(usual), ...expect.filled })
  return bounds.flatMap(([property, bound]): readonly Reason[] => {
    const share = (filled[property as Property] ?? 0) / postings
    if (share >= bound) return []
    return [
      {
        cause: 'expectation',
        reason: `${property} is filled in ${percent(share)} of the postings, expected at least ${percent(bound)}: look at the mapping, or change expect.filled`,
      },
    ]
  })
}

function judgeDrop({ postings }: Measured, { goodRuns }: History): readonly Reason[] {
  const usual = median(goodRuns)
  // A feed that is empty is told so already.
  if (usual === undefined || postings === 0 || postings >= usual * (1 - holdDrop)) return []
  return [
    {
      cause: 'expectation',
      reason: `${counted(postings, 'posting')}, ${percent(1 - postings / usual)} fewer than the usual ${usual}: accept the run if that is right`,
    },
  ]
}

function warnOf(
  { records, skipped, duplicates, postings }: Measured,
  { expect }: Pick<Feed, 'expect'>,
  { goodRuns }: History,
): readonly string[] {
  const warnings: string[] = []
  const max = expect.postings?.max
  const usual = median(goodRuns)
  if (max !== undefined && postings > max)
    warnings.push(`${counted(postings, 'posting')}, expected at most ${max}: change expect.postings.max if that is right`)
  if (usual !== undefined && postings < usual * (1 - warnDrop) && postings >= usual * (1 - holdDrop)) {
    warnings.push(`${counted(postings, 'posting')}, ${percent(1 - postings / usual)} fewer than the usual ${usual}`)
  }
  if (skipped > 0) warnings.push(`${skippedOf(skipped, records)}: look at the reasons`)
  if (duplicates > 0)
    warnings.push(
      `${counted(duplicates, 'record')} ${duplicates === 1 ? 'repeats' : 'repeat'} the id of another, of which the first counts: is id the posting's own?`,
    )
  return warnings
}

function skippedOf(skipped: number, records: number): string {
  return `${skipped} of ${counted(records, 'record')} ${skipped === 1 ? 'was' : 'were'} skipped`
}

function median(counts: readonly number[]): number | undefined {
  const last = counts.slice(0, usualRuns).toSorted((a, b) => a - b)
  if (last.length === 0) return undefined
  const middle = last.length >> 1
  return last.length % 2 === 1 ? last[middle]! : (last[middle - 1]! + last[middle]!) / 2
}
