import type pg from 'pg'
import type { Logger } from 'pino'
import type { Environment } from '../model/environment.ts'
import { PageReads } from '../store/page-reads.ts'
import { removeService, reportService } from '../store/services.ts'
import { isDeployed } from './deployed.ts'

// A third of the time after which a service is taken for dead (store/services.ts).
const heartbeatMs = 10_000

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
  const reads = new PageReads(pool)
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
  const timer = setInterval(() => beat().catch((err) => log.error({ err }, 'heartbeat failed')), heartbeatMs)
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      if (isRegistered) await removeService(pool, id, now())
    },
  }
}
