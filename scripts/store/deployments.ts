import type pg from 'pg'
import { StoreError } from '../errors.ts'
import type { Cause } from '../model/cause.ts'
import type { Release } from '../model/release.ts'
import { saveRelease } from './configuration.ts'
import { inTransaction, type Queryable, storing } from './database.ts'

// "cdep" in ASCII: any number serves, as long as no other lock of ours uses it.
const advisoryLock = 0x63646570

/** The right to deploy, held by a connection: when the process dies, however it dies, PostgreSQL gives it back. */
export interface DeploymentLock extends AsyncDisposable {
  readonly connection: pg.PoolClient
}

/** Takes the right to deploy, or throws a StoreError that names the deployment that has it. */
export async function lockDeployments(pool: pg.Pool): Promise<DeploymentLock> {
  const connection = await storing('taking the deployment lock', () => pool.connect())
  try {
    const { rows } = await connection.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [advisoryLock])
    if (rows[0]?.taken !== true) throw new StoreError(await refusal(connection))
  } catch (error) {
    connection.release()
    throw error
  }
  return {
    connection,
    async [Symbol.asyncDispose]() {
      await connection.query('select pg_advisory_unlock($1)', [advisoryLock]).catch(() => {})
      connection.release()
    },
  }
}

async function refusal(database: Queryable): Promise<string> {
  const running = await readRunningDeployment(database).catch(() => undefined)
  const name = running === undefined ? 'another deployment' : `deployment ${running.id} of release ${running.release} by ${running.actor}`
  return `${name} is under way: wait until it has finished`
}

/** A deployment that is under way, or that died. */
export interface RunningDeployment {
  readonly id: string
  readonly release: string
  readonly actor: string
}

/** The deployment that has begun and not ended. */
export async function readRunningDeployment(database: Queryable): Promise<RunningDeployment | undefined> {
  const { rows } = await storing('reading deployments', () =>
    database.query<RunningDeployment>(`select id, release, actor from deployment where state = 'running'`),
  )
  return rows[0]
}

/** A step of a deployment that was done. */
export interface StepDone {
  readonly step: string
  readonly milliseconds: number
}

/**
 * Begins the record of a deployment, by the holder of the lock. One that died is taken over: the same release goes on in its record,
 * any other closes it as stopped.
 */
export async function beginDeployment(
  pool: pg.Pool,
  release: Release,
  actor: string,
  now: Date,
): Promise<{ id: string; isResumed: boolean }> {
  return inTransaction(pool, 'beginning the deployment', async (connection) => {
    const dead = await readRunningDeployment(connection)
    if (dead?.release === release.id) return { id: dead.id, isResumed: true }
    if (dead !== undefined)
      await finishDeployment(connection, dead.id, { state: 'failed', cause: 'stopped', message: 'it ended without a word' }, now)
    await saveRelease(connection, release, now)
    const { rows } = await connection.query<{ id: string }>(
      `insert into deployment (release, started_at, state, actor) values ($1, $2, 'running', $3) returning id`,
      [release.id, now, actor],
    )
    return { id: rows[0]!.id, isResumed: false }
  })
}

/** Records the plan, as lines for people. An attempt that finds nothing left to do keeps the plan of the one that did it. */
export async function savePlan(database: Queryable, id: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  await storing('recording the plan', () => database.query('update deployment set plan = $2 where id = $1', [id, JSON.stringify(lines)]))
}

/** Records that a step was done. */
export async function saveStep(database: Queryable, id: string, step: StepDone): Promise<void> {
  await storing('recording a step', () =>
    database.query('update deployment set steps = steps || $2::jsonb where id = $1', [id, JSON.stringify([step])]),
  )
}

/** How a deployment ended. */
export type DeploymentEnd = { readonly state: 'succeeded' } | { readonly state: 'failed'; readonly cause: Cause; readonly message: string }

/** Ends the record of a deployment. */
export async function finishDeployment(database: Queryable, id: string, end: DeploymentEnd, now: Date): Promise<void> {
  const { cause, message } = end.state === 'failed' ? end : { cause: null, message: null }
  await storing('finishing the deployment', () =>
    database.query('update deployment set state = $2, finished_at = $3, cause = $4, message = $5 where id = $1', [
      id,
      end.state,
      now,
      cause,
      message,
    ]),
  )
}
