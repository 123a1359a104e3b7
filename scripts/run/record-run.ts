import type pg from 'pg'
import type { Cause } from '../model/cause.ts'
import type { Outcome } from '../model/run.ts'
import { type Finished, finishRun } from '../store/finish-run.ts'
import { forgetRecords } from '../store/record-memory.ts'
import { type Begun, type RunRecord, saveSeen } from '../store/runs.ts'
import { retireOldSnapshots, saveSnapshot } from '../store/snapshots.ts'
import type { RunBytes } from './run-bytes.ts'

/** A run under way, with what it read. */
export interface RecordedRun {
  readonly begun: Begun
  readonly bytes: RunBytes
}

// The bytes say nothing about why these ended: the next run reads them again.
const withoutSnapshot: ReadonlySet<Cause> = new Set(['fenced', 'stopped', 'store', 'machine'])

/**
 * Records how a run ended, in the caller's transaction: itself, its snapshot where one is worth keeping and nothing was erased meanwhile, and that
 * the feed was seen; snapshots of the feed that have had their time go. A run that is recorded already, or was closed by its successor, stays as it
 * is (`closed`): so this may be tried again.
 */
export async function recordRun(connection: pg.PoolClient, { begun, bytes }: RecordedRun, record: RunRecord, now: Date): Promise<Finished> {
  const { outcome } = record
  const { run, feed, mappingHash } = begun
  // The feed before the run, as a run that begins: each would wait for the other.
  const isGood = outcome.kind === 'saved' || outcome.kind === 'unchanged'
  if (isGood) await saveSeen(connection, begun, now)
  const finished = await finishRun(connection, run, record, now)
  if (isGood && finished === 'forgotten') await forgetRecords(connection, [feed.id])
  await retireOldSnapshots(connection, feed.id, now)
  if (finished !== 'written' || !isWorthKeeping(outcome) || !bytes.isKept) return finished
  const charset = bytes.charset === undefined ? {} : { charset: bytes.charset }
  const facts = { run, feed: feed.id, isGood: outcome.kind === 'saved', mappingHash, ...charset }
  await saveSnapshot(connection, facts, await bytes.spool.compressed(), now)
  return finished
}

/** Whether a run that ended so leaves a snapshot of what it read. */
export function isWorthKeeping(outcome: Outcome): boolean {
  return outcome.kind === 'saved' || outcome.kind === 'held' || (outcome.kind === 'failed' && !withoutSnapshot.has(outcome.cause))
}
