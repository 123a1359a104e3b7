import type pg from 'pg'
import { compileMapping } from '../mapping/compile.ts'
import { Shapes } from '../mapping/shapes.ts'
import { Tally } from '../mapping/tally.ts'
import { missesBeforeRemoval } from '../quality/removal.ts'
import { usualRuns } from '../quality/usual.ts'
import type { SourceContext } from '../source/read.ts'
import type { Recall } from '../source/recall.ts'
import { applyIncoming, compareIncoming } from '../store/apply-incoming.ts'
import { type Incoming, receivePostings } from '../store/incoming.ts'
import { forgetOverwritten, lookUpRecords } from '../store/record-memory.ts'
import { type Begun, readHistory, saveSource } from '../store/runs.ts'
import type { ImportSteps } from './import-feed.ts'
import type { Judgement } from './judgement.ts'
import { recallOrMap } from './map-records.ts'
import { recordAlone } from './record-alone.ts'
import { type RecordedRun, recordRun } from './record-run.ts'
import { markupSentences, warningSentence } from './warning-text.ts'

/** What a run needs from outside: a database, the way to sources, and a clock. */
export interface RunContext {
  readonly pool: pg.Pool
  readonly source: Omit<SourceContext, 'earlier'>
  /** Tells engines apart: what one mapped is mapped again by another (engine.ts). */
  readonly engine: string
  readonly now: () => Date
  /** Milliseconds that never go back. */
  readonly ticks: () => number
}

/** The real steps of one run that has begun: source, mapping and store joined. */
export function importSteps(run: RecordedRun, judgement: Judgement, context: RunContext): ImportSteps<Incoming> {
  const { pool, now } = context
  const { begun, bytes } = run
  const { feed, fencingToken, earlier } = begun
  const mapper = compileMapping(feed)
  const tally = new Tally()
  const shapes = new Shapes(begun.shapes)
  return {
    tally,
    judgement,
    fetch: (asked) => bytes.fetch(asked, earlier),
    read: (asked) => bytes.read(asked, recallOf(pool, begun)),
    map: (records) => recallOrMap(records, { mapper, tally, shapes }),
    noticed: () => ({
      unread: Object.fromEntries(mapper.unread()),
      warnings: [...mapper.warnings().map(warningSentence), ...markupSentences(tally.measured())],
    }),
    receive: ({ id }, postings) => receivePostings(pool, id, postings),
    readHistory: ({ id }) => readHistory(pool, id, usualRuns),
    compare: (incoming, misses) => compareIncoming(incoming, misses),
    apply: (incoming, removes, record) =>
      applyIncoming(incoming, {
        fencingToken,
        now: now(),
        removes,
        missesBeforeRemoval,
        shapes: shapes.list,
        async record(connection, counts) {
          const done = record(counts)
          if (done.source !== undefined) await saveSource(connection, begun, done.source)
          await recordRun(connection, run, done, now())
        },
      }),
    record: (record) => recordAlone(run, record, context),
  }
}

function recallOf(pool: pg.Pool, { feed, shapes }: Begun): Recall {
  let ready: Promise<void> | undefined
  return {
    isEmpty: shapes.length === 0,
    async find(fingerprints) {
      ready ??= forgetOverwritten(pool, feed.id)
      await ready
      return lookUpRecords(pool, { feed: feed.id, shapes }, fingerprints)
    },
  }
}
