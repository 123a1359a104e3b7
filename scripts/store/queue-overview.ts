import type { QueueOverview } from '../model/showing.ts'
import { type Queryable, storing } from './database.ts'
import { runQueue } from './queue.ts'

/**
 * The load of the queue at `now`. Read from pg-boss's own table (its states are created, active and retry while there is something left to do),
 * since its statistics are as old as its last look; before the first deployment there is no such table.
 */
export async function readQueueOverview(database: Queryable, now: Date): Promise<QueueOverview> {
  return storing('reading the queue', async () => {
    const due = await database.query<{ due: number }>('select count(*)::int as due from schedule where next_run_at <= $1', [now])
    const table = await database.query<{ is_there: boolean }>(`select to_regclass('pgboss.job') is not null as is_there`)
    const { rows } = table.rows[0]!.is_there ? await database.query<JobsRow>(jobsQuery, [runQueue, now]) : { rows: [nothing] }
    const { waiting, running, retrying, oldest_at } = rows[0]!
    return { waiting, running, retrying, due: due.rows[0]!.due, oldestAt: oldest_at ?? undefined }
  })
}

interface JobsRow {
  readonly waiting: number
  readonly running: number
  readonly retrying: number
  readonly oldest_at: Date | null
}

const nothing: JobsRow = { waiting: 0, running: 0, retrying: 0, oldest_at: null }

const jobsQuery = `
  select count(*) filter (where state = 'created')::int as waiting,
         count(*) filter (where state = 'active')::int as running,
         count(*) filter (where state = 'retry')::int as retrying,
         min(start_after) filter (where state in ('created', 'retry') and start_after <= $2) as oldest_at
  from pgboss.job where name = $1 and state in ('created', 'active', 'retry')`
