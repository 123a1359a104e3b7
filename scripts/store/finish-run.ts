import type pg from 'pg'
import type { Cause } from '../model/cause.ts'
import type { Counts, Measured, Outcome, Skipped, SourceFacts } from '../model/run.ts'
import { storing } from './database.ts'
import { storableJson } from './posting-json.ts'
import type { RunRecord } from './runs.ts'
import { withoutQuotations } from './without-quotations.ts'

/**
 * What became of a record: it is written as it is; or without what it quotes, since something was erased while the run was under way; or not at all,
 * since the run was closed before, by itself or by the next one of its feed.
 */
export type Finished = 'written' | 'forgotten' | 'closed'

/** Writes how a run ended, once, in the caller's transaction. */
export async function finishRun(connection: pg.PoolClient, run: string, record: RunRecord, now: Date): Promise<Finished> {
  return storing('recording a run', async () => {
    const { outcome } = record
    const { rows } = await connection.query<{ forgets: boolean }>(
      `update run set reasons = $2, warnings = $3, skipped = $4, unread = $5, finished_at = $6, outcome = $7, cause = $8, measured = $9,
         counts = $10, source = $11, timings = $12 where id = $1 and finished_at is null returning forgets`,
      [
        run,
        ...textsOf(record),
        now,
        outcome.kind,
        causeOf(outcome) ?? null,
        json(record.measured),
        json(outcome.kind === 'saved' ? outcome.counts : undefined),
        json(record.source),
        json(record.timings),
      ],
    )
    const [row] = rows
    if (row === undefined) return 'closed'
    if (!row.forgets) return 'written'
    // Nobody has seen them: the transaction is not committed yet.
    await connection.query('update run set reasons = $2, warnings = $3, skipped = $4, unread = $5 where id = $1', [
      run,
      ...textsOf(withoutQuotations(record)),
    ])
    return 'forgotten'
  })
}

/** Reasons, warnings, skipped records and unread fields as JSON. */
function textsOf({ outcome, skipped, unread }: RunRecord): readonly (string | null)[] {
  return [storableJson(reasonsOf(outcome)), storableJson(outcome.kind === 'failed' ? [] : outcome.warnings), json(skipped), json(unread)]
}

function causeOf(outcome: Outcome): Cause | undefined {
  return outcome.kind === 'held' || outcome.kind === 'failed' ? outcome.cause : undefined
}

function reasonsOf(outcome: Outcome): readonly string[] {
  if (outcome.kind === 'failed') return [outcome.message]
  return outcome.kind === 'held' ? outcome.reasons : []
}

function json(value: Counts | Measured | SourceFacts | readonly Skipped[] | Readonly<Record<string, number>> | undefined): string | null {
  return value === undefined ? null : storableJson(value)
}

interface UnfailedRow {
  readonly outcome: 'saved' | 'unchanged' | 'held'
  readonly cause: Cause
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
  readonly counts: Counts
  readonly rest: Omit<RunRecord, 'outcome'>
}

/** How a run ended as it is recorded, where that was without a failure; undefined where it has failed or has not ended. */
export async function readUnfailed(connection: pg.PoolClient, run: string): Promise<RunRecord | undefined> {
  const { rows } = await connection.query<UnfailedRow>(
    `select outcome, cause, reasons, warnings, counts, jsonb_strip_nulls(jsonb_build_object(
       'timings', timings, 'measured', measured, 'source', source, 'skipped', skipped, 'unread', unread)) as rest
     from run where id = $1 and outcome in ('saved', 'unchanged', 'held')`,
    [run],
  )
  const [row] = rows
  return row && { outcome: outcomeOf(row), ...row.rest }
}

function outcomeOf({ outcome, cause, reasons, warnings, counts }: UnfailedRow): Outcome {
  switch (outcome) {
    case 'saved':
      return { kind: 'saved', counts, warnings }
    case 'unchanged':
      return { kind: 'unchanged', warnings }
    case 'held':
      return { kind: 'held', cause, reasons, warnings }
    default:
      return outcome satisfies never
  }
}
