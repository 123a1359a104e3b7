import type pg from 'pg'
import { compileMapping } from '../mapping/compile.ts'
import { Tally } from '../mapping/tally.ts'
import { missesBeforeRemoval } from '../quality/removal.ts'
import { readSource, type SourceContext } from '../source/read.ts'
import { applyIncoming, compareIncoming } from '../store/apply-incoming.ts'
import { type Incoming, receivePostings } from '../store/incoming.ts'
import { type Begun, finishRun, rememberSource } from '../store/runs.ts'
import type { ImportSteps } from './import-feed.ts'
import { mapRecords } from './map-records.ts'
import { mappingHash } from './mapping-hash.ts'
import { warningSentence } from './warning-text.ts'

/** What a run needs from outside: a database, the way to sources, and a clock. */
export interface RunContext {
  readonly pool: pg.Pool
  readonly source: Omit<SourceContext, 'earlier'>
  readonly now: () => Date
  /** Milliseconds that never go back. */
  readonly ticks: () => number
}

/** The real steps of one run that has begun: source, mapping and store joined. */
export function importSteps({ feed, run, fencingToken, memory }: Begun, { pool, source, now }: RunContext): ImportSteps<Incoming> {
  const mapper = compileMapping(feed)
  const tally = new Tally()
  return {
    tally,
    read: (asked) => readSource(asked, { ...source, ...(memory === undefined ? {} : { earlier: memory }) }),
    map: (records) => mapRecords(records, mapper, tally),
    isRemembered: ({ contentHash }) => memory?.contentHash === contentHash,
    noticed: () => ({ unread: Object.fromEntries(mapper.unread()), warnings: mapper.warnings().map(warningSentence) }),
    receive: ({ id }, postings) => receivePostings(pool, id, postings),
    compare: (incoming, misses) => compareIncoming(incoming, misses),
    apply: (incoming, removes, record) =>
      applyIncoming(incoming, {
        fencingToken,
        now: now(),
        removes,
        missesBeforeRemoval,
        async record(connection, counts) {
          const done = record(counts)
          if (done.source !== undefined) await rememberSource(connection, feed.id, done.source, mappingHash(feed))
          await finishRun(connection, run, done, now())
        },
      }),
    record: (record) => finishRun(pool, run, record, now()),
  }
}
