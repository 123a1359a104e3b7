import type pg from 'pg'

/** Resolves when so many statements wait for a lock. */
export async function untilBlocked(pool: pg.Pool, statements = 1): Promise<void> {
  const question = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await pool.query(question)).rowCount !== statements);
}
