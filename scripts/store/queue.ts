import type pg from 'pg'
import { type Db, PgBoss } from 'pg-boss'
import { type Queryable, storing } from './database.ts'

/** The one queue: a queue job is one run of one feed by one release. */
export const runQueue = 'run'

/** What a queue job carries. */
export interface QueueJob {
  readonly feed: string
  readonly release: string
}

const options = {
  // One queue job for each feed that waits, runs or will be tried again: singletonKey is the feed.
  policy: 'exclusive',
  retryLimit: 3,
  retryDelay: 30,
  retryBackoff: true,
  retryDelayMax: 15 * 60,
  // A feed of a million postings from a slow host takes less; a worker that died is noticed by its heartbeat long before.
  expireInSeconds: 2 * 60 * 60,
  heartbeatSeconds: 60,
  // Runs are recorded in our own table; the queue need not remember them.
  deleteAfterSeconds: 24 * 60 * 60,
  notify: true,
} as const

/** Creates or upgrades the queue's schema and the queue itself; done by deployments, never by workers. */
export async function installQueue(url: string): Promise<void> {
  await storing('installing the queue', async () => {
    const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false, migrate: true, registerInstance: false })
    boss.on('error', () => {})
    try {
      await boss.start()
      const { policy, ...changeable } = options
      if ((await boss.getQueue(runQueue)) === null) await boss.createQueue(runQueue, { policy, ...changeable })
      else await boss.updateQueue(runQueue, changeable)
    } finally {
      await boss.stop({ graceful: false, close: true })
    }
  })
}

/** A connection to the queue for one that only adds to it. */
export interface Queue extends AsyncDisposable {
  readonly boss: PgBoss
}

/** Opens the queue to add to it; it uses `pool`, and looks after nothing. */
export async function openQueue(pool: pg.Pool): Promise<Queue> {
  const boss = new PgBoss({ db: queueThrough(pool), ...bystander })
  boss.on('error', () => {})
  await storing('opening the queue', () => boss.start())
  return { boss, [Symbol.asyncDispose]: () => boss.stop({ graceful: false, close: false }) }
}

const bystander = { supervise: false, schedule: false, migrate: false, createSchema: false, registerInstance: false } as const

const workerConnection = 'client-imports queue'

/** Opens the queue for a worker: it listens, looks after lost queue jobs, and reports what goes wrong to `complain`. */
export async function openWorkerQueue(url: string, complain: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: workerConnection,
    max: 4,
    supervise: true,
    // A lost worker is noticed within a minute of its last heartbeat rather than within two.
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
    schedule: false,
    migrate: false,
    registerInstance: false,
    useListenNotify: true,
  })
  boss.on('error', complain)
  await storing('opening the queue', () => boss.start())
  return boss
}

/** Adds queue jobs in one statement of the caller's transaction. A feed that already waits or runs is left as it is. Returns how many were added. */
export async function enqueueRuns(boss: PgBoss, connection: pg.PoolClient, queueJobs: readonly QueueJob[]): Promise<number> {
  if (queueJobs.length === 0) return 0
  const rows = await boss.insert(
    runQueue,
    queueJobs.map((data) => ({ data, singletonKey: data.feed })),
    { db: queueThrough(connection), returnId: true },
  )
  return rows?.length ?? 0
}

/** Ends a queue job without a run of its own, in the caller's transaction; `why` is kept with it. */
export async function endQueueJob(boss: PgBoss, connection: pg.PoolClient, id: string, why: object): Promise<void> {
  await boss.complete(runQueue, id, why, { db: queueThrough(connection) })
}

/** Has pg-boss speak through a pool or a connection of ours. */
function queueThrough(database: Queryable): Db {
  return { executeSql: (text, values) => database.query(text, values) }
}

/**
 * Has queue jobs that workers left behind tried again at once, rather than after the heartbeats that they miss, where no worker is connected any
 * more: one that lives keeps a connection for as long as it has the queue open. Right where all workers connect by themselves, as in local, and where
 * a connection ends with its process.
 */
export async function freeAbandoned(database: Queryable): Promise<void> {
  // One statement: a worker that took a queue job in its snapshot was connected before, and pg_stat_activity is read after.
  await storing('freeing queue jobs', () =>
    database.query(
      `update pgboss.job set state = 'retry', start_after = now() where name = $1 and state = 'active' and not exists (
         select from pg_stat_activity where datname = current_database() and application_name = $2
       )`,
      [runQueue, workerConnection],
    ),
  )
}

/** Drops queue jobs of these feeds that wait to be tried again, which makes room for ones that are announced and tried at once. */
export async function dropRetries(database: Queryable, feeds: readonly string[]): Promise<void> {
  await storing('dropping retries', () =>
    database.query(`delete from pgboss.job where name = $1 and state = 'retry' and singleton_key = any($2)`, [runQueue, feeds]),
  )
}
