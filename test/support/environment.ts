import type pg from 'pg'
import { hashOf } from '../../scripts/canonical.ts'
import { applyRelease } from '../../scripts/deploy/apply.ts'
import { diffRelease } from '../../scripts/deploy/diff.ts'
import { readLive } from '../../scripts/deploy/live.ts'
import { releaseOf } from '../../scripts/deploy/release.ts'
import type { ResolvedClient } from '../../scripts/model/feed.ts'
import type { Release } from '../../scripts/model/release.ts'
import { migrate, readMigrations } from '../../scripts/store/migrate.ts'
import { aFeed, noon } from './build.ts'

/** A client as an environment sees it, with its true hash. */
export function aResolvedClient(overrides: Partial<ResolvedClient> = {}): ResolvedClient {
  const { hash: _, ...client } = {
    id: 'acme',
    name: 'Acme Group',
    team: {},
    page: { slug: overrides.id ?? 'acme', language: 'fr', title: 'Acme recrute' } as const,
    feeds: [aFeed()],
    hash: '',
    ...overrides,
  }
  return { ...client, hash: hashOf(client) }
}

/** Migrates and applies a release of these clients to `local`; the commit tells releases apart. */
export async function deployed(
  pool: pg.Pool,
  clients: readonly ResolvedClient[] = [aResolvedClient()],
  commit = 'a'.repeat(40),
): Promise<Release> {
  await migrate(pool, await readMigrations())
  const release = releaseOf(commit, clients)
  await applyRelease(pool, { environment: 'local', release, changes: diffRelease(release, await readLive(pool)), now: noon })
  return release
}
