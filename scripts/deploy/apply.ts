import type pg from 'pg'
import type { Environment } from '../model/environment.ts'
import type { Release } from '../model/release.ts'
import { deleteClients, deleteSchedules, saveClients, saveLiveRelease, saveRelease, saveSchedules } from '../store/configuration.ts'
import { inTransaction } from '../store/database.ts'
import { claimEnvironment } from '../store/environment.ts'
import { type Change, redefinedFeeds } from './diff.ts'

/** What is applied, where and when. */
export interface Application {
  readonly environment: Environment
  readonly release: Release
  readonly changes: readonly Change[]
  readonly now: Date
}

/** Makes a release live: configuration, schedules and the release itself in one transaction, all of it or nothing. */
export async function applyRelease(pool: pg.Pool, application: Application): Promise<void> {
  const { environment, release, changes, now } = application
  await inTransaction(pool, `applying release ${release.id}`, async (connection) => {
    await claimEnvironment(connection, environment)
    await saveRelease(connection, release, now)
    // First of all, so that from here on no run begins by the old configuration.
    if (changes.some(({ noun }) => noun === 'release')) await saveLiveRelease(connection, release.id, now)
    await applyClients(connection, application)
    await applySchedules(connection, changes, now)
  })
}

async function applyClients(connection: pg.PoolClient, { release, changes, now }: Application): Promise<void> {
  const clients = changes.filter((change) => change.noun === 'client')
  const deleted = clients.flatMap((change) => (change.kind === 'delete' ? [change.from.id] : []))
  if (deleted.length > 0) await deleteClients(connection, deleted, now)
  const saved = clients.flatMap((change) => (change.kind === 'delete' ? [] : [change.to]))
  if (saved.length > 0) await saveClients(connection, { release: release.id, clients: saved, changedFeeds: redefinedFeeds(changes) }, now)
}

async function applySchedules(connection: pg.PoolClient, changes: readonly Change[], now: Date): Promise<void> {
  const schedules = changes.filter((change) => change.noun === 'schedule')
  const deleted = schedules.flatMap((change) => (change.kind === 'delete' ? [change.from.feed] : []))
  if (deleted.length > 0) await deleteSchedules(connection, deleted)
  const saved = schedules.flatMap((change) => (change.kind === 'delete' ? [] : [change.to]))
  if (saved.length > 0) await saveSchedules(connection, saved, now)
}
