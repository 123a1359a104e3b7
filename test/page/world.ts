import type pg from 'pg'
import type { Page } from '../../scripts/model/client.ts'
import type { Environment } from '../../scripts/model/environment.ts'
import type { ResolvedClient } from '../../scripts/model/feed.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import type { ShownClient } from '../../scripts/model/showing.ts'
import type { Site } from '../../scripts/page/site.ts'
import { readStylesheet } from '../../scripts/page/stylesheet.ts'
import { applyIncoming } from '../../scripts/store/apply-incoming.ts'
import { saveClients, saveLiveRelease, saveRelease } from '../../scripts/store/configuration.ts'
import { inTransaction } from '../../scripts/store/database.ts'
import { claimEnvironment } from '../../scripts/store/environment.ts'
import { receivePostings } from '../../scripts/store/incoming.ts'
import { migrate, readMigrations } from '../../scripts/store/migrate.ts'
import { PageReads } from '../../scripts/store/page-reads.ts'
import { aFeed, noon } from '../support/build.ts'
import type { TestDatabase } from '../support/database.ts'

const stylesheet = await readStylesheet()
const time = new Date('2026-03-02T08:00:00Z')

/** The site of an environment, with the real style sheet. */
export function aSite(overrides: Partial<Site> = {}): Site {
  return { environment: 'production', origin: 'https://jobs.example', stylesheet, ...overrides }
}

/** A client as its page shows it. */
export function aShownClient(overrides: Partial<ShownClient> = {}): ShownClient {
  return {
    id: 'acme',
    name: 'Acme Group',
    page: { slug: 'acme', language: 'fr', title: 'Acme recrute' },
    feeds: ['acme/jobs'],
    postings: 1,
    version: '1',
    ...overrides,
  }
}

/** What a client brings into the database: postings by the name of the feed. */
export interface Seed {
  readonly id: string
  readonly name?: string
  readonly page?: Partial<Page & { slug: string }>
  readonly feeds: Readonly<Record<string, readonly Posting[]>>
}

/** Brings a database to the state that a deployment and the first runs leave: release, clients, feeds and live postings. */
export async function seed(pool: pg.Pool, environment: Environment, seeds: readonly Seed[]): Promise<void> {
  await migrate(pool, await readMigrations())
  await claimEnvironment(pool, environment)
  const clients = seeds.map(resolved)
  await inTransaction(pool, 'seeding', async (connection) => {
    await saveRelease(connection, { id: 'r1', commit: 'c1', hash: 'h1', clients }, time)
    await saveClients(connection, { release: 'r1', clients, changedFeeds: clients.flatMap(({ feeds }) => feeds.map(({ id }) => id)) }, time)
    await saveLiveRelease(connection, 'r1', time)
  })
  for (const { id, feeds } of seeds) {
    for (const [feed, postings] of Object.entries(feeds)) await savePostings(pool, `${id}/${feed}`, postings)
  }
}

function resolved({ id, name = 'Acme Group', page, feeds }: Seed): ResolvedClient {
  return {
    id,
    name,
    team: {},
    page: { language: 'fr', title: 'Acme recrute', slug: id, ...page },
    feeds: Object.keys(feeds).map((feed) => aFeed({ id: `${id}/${feed}`, client: id, name: feed, clientName: name })),
    hash: id,
  }
}

/** Makes these the live postings of a feed, as a run does. */
export async function savePostings(pool: pg.Pool, feed: string, postings: readonly Posting[], now = time): Promise<void> {
  const { rows } = await pool.query<{ fencing_token: string }>('select fencing_token from feed where id = $1', [feed])
  async function* batches() {
    yield postings.map((posting, index) => ({ position: index + 1, posting }))
  }
  await using incoming = await receivePostings(pool, feed, batches())
  const record = async () => {}
  await applyIncoming(incoming, {
    fencingToken: rows[0]!.fencing_token,
    now,
    removes: 'missing',
    missesBeforeRemoval: 4,
    shapes: [],
    record,
  })
}

/** Marks a posting as no longer published. */
export async function remove(pool: pg.Pool, feed: string, id: string): Promise<void> {
  await pool.query('update posting set removed_at = $3 where feed = $1 and id = $2', [feed, id, time])
}

/** A reader of a database's pages at noon, and the client whose page has this slug. */
export async function readsOf({ pool }: TestDatabase, slug: string): Promise<{ reads: PageReads; client: ShownClient }> {
  const reads = new PageReads(pool, () => noon)
  return { reads, client: (await reads.client(slug))! }
}
