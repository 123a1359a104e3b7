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
    ...overrides,
  }
}
