import type pg from 'pg'
import type { Logger } from 'pino'
import type { Environment } from '../model/environment.ts'
import { repeat } from '../run/repeat.ts'
import { PageReads } from '../store/page-reads.ts'
import { heartbeatMs, removeService, reportService } from '../store/services.ts'
import { isDeployed } from './deployed.ts'

interface HeartbeatContext {
  readonly id: string
  readonly pool: pg.Pool
  readonly log: Logger
  readonly now: () => Date
}

/** Registers the web service and renews that, until this is disposed of: then it is off the list. */
export async function startHeartbeat(
  { address, environment }: { readonly address: string; readonly environment: Environment },
  { id, pool, log, now }: HeartbeatContext,
): Promise<AsyncDisposable> {
  const reads = new PageReads(pool, now)
  let isRegistered = false
  async function beat(): Promise<void> {
    // There is no table to register in before the first deployment.
    if (!(await isDeployed(pool, environment))) return
    isRegistered = true
    // Pages are read from the database at each request: the service always shows the release that is live.
    const { release } = await reads.live()
    await reportService(pool, { id, kind: 'web', address, ...(release !== undefined && { release }) }, now())
  }
  await beat()
  const heartbeat = repeat(heartbeatMs, beat, log)
  return {
    async [Symbol.asyncDispose]() {
      await heartbeat.stop()
      if (isRegistered) await removeService(pool, id, now())
    },
  }
}
