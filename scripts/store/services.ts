import type { ServiceOverview } from '../model/showing.ts'
import { type Queryable, storing } from './database.ts'

/** One process of a service, as it registers itself. `id` is a UUID of its own making. */
export interface Service {
  readonly id: string
  readonly kind: ServiceOverview['kind']
  readonly release?: string
  readonly address?: string
}

/** How often a service says that it is there. */
export const heartbeatMs = 10_000

/** A service that is silent for longer is taken for dead: it may miss two heartbeats. */
export const silentAfterMs = 30_000

/** Registers a service, or renews its heartbeat. */
export async function reportService(database: Queryable, { id, kind, release, address }: Service, now: Date): Promise<void> {
  await storing('reporting the service', () =>
    database.query(
      `insert into service (id, kind, release, started_at, seen_at, address) values ($1, $2, $3, $4, $4, $5)
       on conflict (id) do update set release = excluded.release, seen_at = excluded.seen_at, address = excluded.address`,
      [id, kind, release ?? null, now, address ?? null],
    ),
  )
}

/** Takes a service that ends off the list, and with it those that have been silent for a day. */
export async function removeService(database: Queryable, id: string, now: Date): Promise<void> {
  await storing('removing the service', () =>
    database.query(`delete from service where id = $1 or seen_at < $2::timestamptz - interval '1 day'`, [id, now]),
  )
}

/** How many services of a kind have been heard of lately. */
export async function countServices(database: Queryable, kind: ServiceOverview['kind'], now: Date): Promise<number> {
  const { rows } = await storing('counting services', () =>
    database.query<{ count: number }>('select count(*)::int as count from service where kind = $1 and seen_at > $2', [
      kind,
      new Date(now.getTime() - silentAfterMs),
    ]),
  )
  return rows[0]!.count
}
