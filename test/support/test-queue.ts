import type pg from 'pg'
import { inTransaction } from '../../scripts/store/database.ts'
import { enqueueRuns, installQueue, openQueue, type Queue, type QueueJob } from '../../scripts/store/queue.ts'

/** Installs the queue in one test's database, and adds these queue jobs. */
export async function testQueue(
  { url, pool }: { readonly url: string; readonly pool: pg.Pool },
  queueJobs: readonly QueueJob[],
): Promise<Queue> {
  await installQueue(url)
  const queue = await openQueue(pool)
  await inTransaction(pool, 'a test', (connection) => enqueueRuns(queue.boss, connection, queueJobs))
  return queue
}
