import type pg from 'pg'
import { StoreError, UsageError } from '../errors.ts'
import type { Cause } from '../model/cause.ts'
import type { Environment } from '../model/environment.ts'
import type { Release } from '../model/release.ts'
import type { Variables } from '../model/variables.ts'
import { beginDeployment, type DeploymentEnd, finishDeployment, lockDeployments, savePlan, saveStep } from '../store/deployments.ts'
import { refuseOther } from '../store/environment.ts'
import type { Launch } from '../store/launches.ts'
import { migrate, readMigrations } from '../store/migrate.ts'
import { installQueue } from '../store/queue.ts'
import { applyRelease } from './apply.ts'
import { changeLine } from './change-lines.ts'
import { type Change, diffRelease } from './diff.ts'
import { launchFailures, launchFeeds } from './launch.ts'
import { type Live, readLive } from './live.ts'
import { missingSecrets } from './secrets.ts'
import { verifyPages, type Web } from './verify-pages.ts'

/** What a deployment needs from outside. */
export interface DeploymentContext {
  readonly pool: pg.Pool
  /** The same database as `pool`, for the queue's own connection. */
  readonly url: string
  /** Who deploys, for the record. */
  readonly actor: string
  readonly variables: Variables
  /** Whose pages are verified; without it none are. */
  readonly web?: Omit<Web, 'now'>
  readonly now: () => Date
  /** Milliseconds that never go back. */
  readonly ticks: () => number
  readonly wait: (milliseconds: number) => Promise<void>
  /** Told what is going on, in one line. */
  readonly say: (line: string) => void
  /** Told whenever more first runs have ended. */
  readonly progress: (ended: number, all: number) => void
}

/** What a deployment did. `failures` are sentences; the release is live even where there are some. */
export interface Deployment {
  readonly id: string
  readonly release: string
  readonly changes: readonly Change[]
  readonly launches: readonly Launch[]
  readonly failures: readonly string[]
}

/**
 * Makes a release live: lock, check, migrate, plan, apply, launch, verify, finish. Everything up to apply is all or nothing; what comes after finds
 * out by itself what is left to do, so a deployment that failed or died is resumed by deploying again.
 */
export async function deployRelease(release: Release, environment: Environment, context: DeploymentContext): Promise<Deployment> {
  const { pool, url, say } = context
  await using _lock = await lockDeployments(pool)
  const missing = missingSecrets(release, context.variables)
  if (missing.length > 0)
    throw new UsageError(`nothing was deployed, for lack of secrets:\n${missing.map((line) => `  ${line}`).join('\n')}`)

  requireOwn(environment, await readLive(pool))
  const migrations = await migrate(pool, await readMigrations())
  if (migrations.length > 0) say(`migrated: ${migrations.join(', ')}`)
  await installQueue(url)
  const { id, isResumed } = await beginDeployment(pool, release, context.actor, context.now())
  say(`deployment ${id} of release ${release.id}${isResumed ? ', resumed' : ''}`)
  try {
    const deployment = await carryOut(id, release, environment, context)
    await finishDeployment(pool, id, endOf(deployment), context.now())
    return deployment
  } catch (error) {
    const cause = error instanceof StoreError ? 'store' : 'crash'
    // The error that brought us here says more than one about not being able to record it.
    await finishDeployment(pool, id, { state: 'failed', cause, message: String(error) }, context.now()).catch(() => {})
    throw error
  }
}

async function carryOut(id: string, release: Release, environment: Environment, context: DeploymentContext): Promise<Deployment> {
  const { pool, say } = context
  const step = stepsOf(id, context)
  const changes = await step('plan', async () => diffRelease(release, await readLive(pool)))
  await savePlan(pool, id, changes.map(changeLine))
  for (const change of changes) say(changeLine(change))
  if (changes.length === 0) say('nothing to change')
  else await step('apply', () => applyRelease(pool, { environment, release, changes, now: context.now() }))

  const launches = await step('launch', () => launchFeeds(release.id, environment, context))
  const { web } = context
  const differences = web === undefined ? [] : await step('verify', () => verifyPages(pool, { ...web, now: context.now }))
  return { id, release: release.id, changes, launches, failures: [...launchFailures(launches, environment), ...differences] }
}

/** Throws a StoreError where what is live belongs to another environment. */
export function requireOwn(environment: Environment, { environment: owner }: Live): void {
  if (owner !== undefined) refuseOther(owner, environment)
}

function stepsOf(id: string, { pool, ticks }: DeploymentContext): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  return async (name, work) => {
    const begun = ticks()
    const result = await work()
    await saveStep(pool, id, { step: name, milliseconds: Math.round(ticks() - begun) })
    return result
  }
}

function endOf({ launches, failures }: Deployment): DeploymentEnd {
  if (failures.length === 0) return { state: 'succeeded' }
  const cause: Cause = launches.find((launch) => launch.cause !== undefined)?.cause ?? 'pageDiffers'
  return { state: 'failed', cause, message: failures.join('\n') }
}
