import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Environment } from '../model/environment.ts'
import { readEnvironment, refuseOther } from '../store/environment.ts'
import { readLiveRelease } from '../store/live-release.ts'
import type { Answer } from './listen.ts'

/** Whether the environment has had a deployment. Throws a StoreError where the database belongs to another, or cannot be asked. */
export async function isDeployed(pool: pg.Pool, wanted: Environment): Promise<boolean> {
  const owner = await readEnvironment(pool)
  if (owner !== undefined) refuseOther(owner, wanted)
  return owner !== undefined
}

/**
 * Services may be started in any order: until the first deployment there is nothing to show, and we say so. That this cannot be told, or that the
 * database is now another environment's, is for the log.
 */
export function onceDeployed(
  { pool, log }: { readonly pool: pg.Pool; readonly log: Pick<Logger, 'error'> },
  environment: Environment,
  answer: Answer,
): Answer {
  const unavailable = (text: string) =>
    new Response(`${text}\n`, { status: 503, headers: { 'retry-after': '5', 'cache-control': 'no-store' } })
  let isReady = false
  return async (request) => {
    try {
      isReady ||= await isDeployed(pool, environment)
    } catch (err) {
      log.error({ err }, 'database')
      return unavailable('the pages cannot be read: the log says why')
    }
    return isReady ? answer(request) : unavailable('nothing is deployed here yet')
  }
}

// A deployment takes seconds: nobody notices.
const askEveryMs = 500

/** Waits for the first deployment, so that services may be started in any order; false when told to stop meanwhile. */
export async function untilDeployed(pool: pg.Pool, log: Logger, stop: AbortSignal): Promise<boolean> {
  let isSaid = false
  while (!stop.aborted) {
    if ((await readLiveRelease(pool)) !== undefined) return true
    if (!isSaid) log.info('waiting for the first deployment')
    isSaid = true
    await wait(askEveryMs, undefined, { signal: stop }).catch(() => {})
  }
  return false
}
