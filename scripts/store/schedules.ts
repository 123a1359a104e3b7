import type pg from 'pg'
import type { PgBoss } from 'pg-boss'
import type { Schedule } from '../model/schedule.ts'
import { inTransaction, type Queryable, storing } from './database.ts'
import { nextRuns } from './next-run.ts'
import { enqueueRuns } from './queue.ts'

/** All schedules as the environment holds them, by feed. */
export async function readSchedules(database: Queryable): Promise<Schedule[]> {
  const { rows } = await storing('reading schedules', () =>
    database.query<Schedule>('select feed, cron, timezone from schedule order by feed'),
  )
  return rows
}

/**
 * Turns every due feed into a queue job of the live release, set-wise, and moves its next run on, in one transaction.
 * Returns how many queue jobs were added; several workers may do this at once, and no feed is taken twice.
 * Times that passed while nobody looked are not made up for: a feed runs once.
 */
export async function enqueueDue(pool: pg.Pool, boss: PgBoss, now: Date): Promise<number> {
  return inTransaction(pool, 'enqueueing due feeds', async (connection) => {
    const { rows: due } = await connection.query<Schedule & { release: string }>(
      `select feed, cron, timezone, release from schedule, (select release from live_release for share) as live
       where next_run_at <= $1 order by feed for update of schedule skip locked`,
      [now],
    )
    if (due.length === 0) return 0
    await moveOn(connection, due, now)
    return enqueueRuns(
      boss,
      connection,
      due.map(({ feed, release }) => ({ feed, release })),
    )
  })
}

async function moveOn(connection: pg.PoolClient, due: readonly Schedule[], now: Date): Promise<void> {
  await connection.query(
    `update schedule set next_run_at = next.at from unnest($1::text[], $2::timestamptz[]) as next (feed, at)
     where schedule.feed = next.feed`,
    [due.map(({ feed }) => feed), nextRuns(due, now)],
  )
}
