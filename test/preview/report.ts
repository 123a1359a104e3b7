import type { Problem } from '../../scripts/model/problem.ts'
import type { Comparison } from '../../scripts/preview/compare-postings.ts'
import type { FeedReport } from '../../scripts/preview/report.ts'
import { aPosting } from '../support/build.ts'

/** A preview of three records, of which one is skipped; a test overrides what it is about. */
export function aReport(overrides: Partial<FeedReport> = {}): FeedReport {
  return {
    feed: 'acme/jobs',
    from: { kind: 'sample', place: 'clients/samples/acme/jobs.xml' },
    outcome: 'saved',
    reasons: [],
    warnings: [],
    counts: { records: 3, postings: 2, skipped: 1, duplicates: 0 },
    filled: { title: 2, salary: 1, department: 0 },
    fillRates: { title: 1, salary: 0.5, department: 0 },
    skipped: [{ position: 3, reason: 'no url: link is empty', excerpt: '{"id":"3"}' }],
    unread: { publisher: 3 },
    source: { bytes: 17_634, bytesReceived: 17_634, contentHash: 'x', isComplete: true },
    postings: [aPosting({ salary: '24 000 €', datePosted: '2026-09-01' }), aPosting({ id: '43', title: 'Boulanger' })],
    firstValues: { title: 'Boucher F/H', salary: '24 000 €' },
    ...overrides,
  }
}

/** What differs between two lists of postings; a test lists what it is about, of which nothing was left out unless it says so. */
export function aComparison({ added = [], removed = [], changed = [], counts, ...rest }: Partial<Comparison> = {}): Comparison {
  const whole = { added: added.length, removed: removed.length, changed: changed.length, unchanged: 0 }
  return { counts: counts ?? whole, changedProperties: {}, added, removed, changed, ...rest }
}

/** One thing that an author has to mend. */
export const aProblem: Problem = {
  file: 'clients/acme.yaml',
  line: 5,
  column: 3,
  path: ['feeds', 'jobs', 'schedul'],
  rule: 'schema',
  found: 'schedul',
  expected: 'a key of a feed',
  message: 'unknown key "schedul"',
  fix: 'did you mean "schedule"?',
}
