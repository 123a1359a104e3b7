import type pg from 'pg'
import { waitFor } from '../source/http.ts'
import { inTransaction, isConnectionLost } from '../store/database.ts'
import { readUnfailed } from '../store/finish-run.ts'
import { holdClient, type RunRecord, saveSource } from '../store/runs.ts'
import { type RecordedRun, recordRun } from './record-run.ts'

// PostgreSQL that is started again is back within seconds. One that stays away is waited for twice: a run that could not be recorded as it ended
// is to be recorded as failed.
const waitsMs = [1_000, 2_000, 4_000, 8_000]

/** What recording needs from outside; what the source waits with serves here, too. */
export interface Recording {
  readonly pool: pg.Pool
  readonly now: () => Date
  readonly source: { readonly wait?: typeof waitFor; readonly signal?: AbortSignal }
}

/**
 * Records a run that changed no posting, in a transaction of its own. Where the connection is lost it tries again, since the run would otherwise stay
 * without a word until the next one of its feed. Whether the transaction was committed nobody knows then: a run that is recorded already stays as it
 * is. Returns how the run ended: where all that was lost was the answer to its commit, that is not `record`.
 */
export async function recordAlone(run: RecordedRun, record: RunRecord, { pool, now, source }: Recording): Promise<RunRecord> {
  const { begun } = run
  const { wait = waitFor, signal } = source
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await inTransaction(pool, `${begun.feed.id}: recording a run`, async (connection) => {
        await holdClient(connection, begun.feed.id)
        // The same bytes may have come with another ETag.
        if (record.outcome.kind === 'unchanged' && record.source !== undefined) await saveSource(connection, begun, record.source)
        const finished = await recordRun(connection, run, record, now())
        return (finished === 'closed' && (await readUnfailed(connection, begun.run))) || record
      })
    } catch (error) {
      const waitMs = waitsMs[attempt]
      // A process that was asked to stop has no time for it.
      if (waitMs === undefined || signal?.aborted || !isConnectionLost(error)) throw error
      await wait(waitMs, signal).catch(() => {
        throw error
      })
    }
  }
}
