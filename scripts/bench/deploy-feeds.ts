import { hashOf } from '../canonical.ts'
import type { Feed, ResolvedClient } from '../model/feed.ts'
import { saveClients, saveLiveRelease, saveRelease } from '../store/configuration.ts'
import { inTransaction, openPool } from '../store/database.ts'
import { migrate, readMigrations } from '../store/migrate.ts'

/** Brings an empty database to the state that a deployment of these feeds leaves, each of them a client's only one. */
export async function deployFeeds(database: string, feeds: readonly Feed[]): Promise<void> {
  const pool = openPool(database, 'client-imports bench')
  await migrate(pool, await readMigrations())
  const clients = feeds.map(clientOf)
  const now = new Date()
  await inTransaction(pool, 'preparing', async (connection) => {
    await saveRelease(connection, { id: 'bench', commit: 'bench', hash: 'bench', clients }, now)
    await saveLiveRelease(connection, 'bench', now)
    await saveClients(connection, { release: 'bench', clients, changedFeeds: feeds.map(({ id }) => id) }, now)
  })
  await pool.end()
}

function clientOf(feed: Feed): ResolvedClient {
  const client: Omit<ResolvedClient, 'hash'> = {
    id: feed.client,
    name: feed.clientName,
    team: {},
    page: { slug: feed.client, language: 'en', title: feed.clientName },
    feeds: [feed],
  }
  return { ...client, hash: hashOf(client) }
}
