import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type pg from 'pg'
import type { Page } from '../../scripts/model/client.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import type { ShownClient } from '../../scripts/model/showing.ts'
import type { Site } from '../../scripts/page/site.ts'
import { migrate, readMigrations } from '../../scripts/store/migrate.ts'

const time = new Date('2026-03-02T08:00:00Z')

/** The site of an environment, with the real style sheet. */
export function aSite(overrides: Partial<Site> = {}): Site {
  const stylesheet = readFileSync(new URL('../../scripts/page/page.css', import.meta.url), 'utf8')
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
export async function seed(pool: pg.Pool, environment: string, clients: readonly Seed[]): Promise<void> {
  await migrate(pool, await readMigrations())
  await pool.query('insert into environment (name) values ($1)', [environment])
  await pool.query(`insert into release (id, commit, hash) values ('r1', 'c1', 'h1')`)
  await pool.query(`insert into live_release (release, since) values ('r1', $1)`, [time])
  for (const client of clients) await seedClient(pool, client)
}

async function seedClient(pool: pg.Pool, { id, name = 'Acme Group', page, feeds }: Seed): Promise<void> {
  const slug = page?.slug ?? id
  const configuration = { id, name, page: { language: 'fr', title: 'Acme recrute', slug, ...page } }
  await pool.query(`insert into client (id, release, slug, hash, configuration) values ($1, 'r1', $2, 'h', $3)`, [id, slug, configuration])
  for (const [feed, postings] of Object.entries(feeds)) {
    await pool.query('insert into feed (id, client) values ($1, $2)', [`${id}/${feed}`, id])
    await pool.query(
      `insert into posting (feed, id, hash, position, content, first_seen_at, changed_at)
       select $1, content->>'id', decode($3, 'hex'), position, content, $4, $4 from jsonb_array_elements($2) with ordinality as each (content, position)`,
      [`${id}/${feed}`, JSON.stringify(postings), createHash('sha256').digest('hex'), time],
    )
  }
}

/** Marks a posting as no longer published. */
export async function remove(pool: pg.Pool, feed: string, id: string): Promise<void> {
  await pool.query('update posting set removed_at = $3 where feed = $1 and id = $2', [feed, id, time])
}
