import type pg from 'pg'
import type { Feed, ResolvedClient } from '../model/feed.ts'
import type { Release } from '../model/release.ts'
import type { Schedule } from '../model/schedule.ts'
import { type Queryable, storing } from './database.ts'
import { nextRuns } from './next-run.ts'
import { forgetRecords } from './record-memory.ts'
import { deleteSnapshots } from './snapshots.ts'

/** Records a release; again is harmless, since a release never changes. */
export async function saveRelease(connection: pg.PoolClient, { id, commit, hash }: Release, now: Date): Promise<void> {
  await connection.query('insert into release (id, commit, hash, created_at) values ($1, $2, $3, $4) on conflict (id) do nothing', [
    id,
    commit,
    hash,
    now,
  ])
}

/** Makes a release live; runs that begin wait for the transaction. */
export async function saveLiveRelease(connection: pg.PoolClient, release: string, now: Date): Promise<void> {
  await connection.query(
    `insert into live_release (release, since) values ($1, $2)
     on conflict (one) do update set release = excluded.release, since = excluded.since`,
    [release, now],
  )
}

/** The live clients as they were saved, by id. */
export async function readConfigurations(database: Queryable): Promise<ResolvedClient[]> {
  const { rows } = await storing('reading configurations', () =>
    database.query<{ configuration: ResolvedClient }>('select configuration from client order by id'),
  )
  return rows.map(({ configuration }) => configuration)
}

/** Clients as a release has them, and which of their feeds (ids) are new or defined otherwise than before. */
export interface ChangedClients {
  readonly release: string
  readonly clients: readonly ResolvedClient[]
  readonly changedFeeds: readonly string[]
}

/** Creates or updates clients and their feeds, set-wise. Feeds that a client no longer has go, and their postings leave the page. */
export async function saveClients(connection: pg.PoolClient, { release, clients, changedFeeds }: ChangedClients, now: Date): Promise<void> {
  await connection.query(
    `insert into client (id, release, slug, hash, configuration)
     select configuration->>'id', $1, configuration->'page'->>'slug', configuration->>'hash', configuration
     from jsonb_array_elements($2::jsonb) as configuration
     on conflict (id) do update set release = excluded.release, slug = excluded.slug, hash = excluded.hash, configuration = excluded.configuration`,
    [release, JSON.stringify(clients)],
  )
  const feeds = clients.flatMap((client) => client.feeds)
  const changed = new Set(changedFeeds)
  await saveFeeds(
    connection,
    feeds.filter(({ id }) => changed.has(id)),
  )
  const { rows } = await connection.query<GoneFeed>('delete from feed where client = any($1) and id <> all($2) returning id, seen_at', [
    clients.map(({ id }) => id),
    feeds.map(({ id }) => id),
  ])
  await removeTraces(connection, rows, now)
}

/** A run that is under way read the old definition: a newer token keeps it from applying its result. */
async function saveFeeds(connection: pg.PoolClient, feeds: readonly Feed[]): Promise<void> {
  await connection.query(
    `insert into feed (id, client, fencing_token, changed_token)
     select id, client, token, token from (
       select id, client, nextval('fencing_token') as token from unnest($1::text[], $2::text[]) as wanted (id, client)
     ) as changed
     on conflict (id) do update set fencing_token = excluded.fencing_token, changed_token = excluded.changed_token`,
    [feeds.map(({ id }) => id), feeds.map(({ client }) => client)],
  )
}

/** Deletes clients with their feeds and schedules; their postings leave the page and keep their history. */
export async function deleteClients(connection: pg.PoolClient, clients: readonly string[], now: Date): Promise<void> {
  const { rows } = await connection.query<GoneFeed>('delete from feed where client = any($1) returning id, seen_at', [clients])
  await connection.query('delete from client where id = any($1)', [clients])
  await removeTraces(connection, rows, now)
}

interface GoneFeed {
  readonly id: string
  readonly seen_at: Date | null
}

/** Postings of feeds that are gone leave the page and keep their history; what the feeds read is kept no longer. */
async function removeTraces(connection: pg.PoolClient, feeds: readonly GoneFeed[], now: Date): Promise<void> {
  if (feeds.length === 0) return
  const ids = feeds.map(({ id }) => id)
  await connection.query(
    `update posting set removed_at = $3, last_seen_at = coalesce(last_seen_at, gone.seen_at)
     from unnest($1::text[], $2::timestamptz[]) as gone (id, seen_at) where posting.feed = gone.id and removed_at is null`,
    [ids, feeds.map(({ seen_at }) => seen_at), now],
  )
  await deleteSnapshots(connection, ids)
  await forgetRecords(connection, ids)
}

/** Creates or updates schedules, set-wise; each is due next when its cron says so. */
export async function saveSchedules(connection: pg.PoolClient, schedules: readonly Schedule[], now: Date): Promise<void> {
  await connection.query(
    `insert into schedule (feed, cron, timezone, next_run_at) select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
     on conflict (feed) do update set cron = excluded.cron, timezone = excluded.timezone, next_run_at = excluded.next_run_at`,
    [
      schedules.map(({ feed }) => feed),
      schedules.map(({ cron }) => cron),
      schedules.map(({ timezone }) => timezone),
      nextRuns(schedules, now),
    ],
  )
}

/** Deletes schedules by their feeds. */
export async function deleteSchedules(connection: pg.PoolClient, feeds: readonly string[]): Promise<void> {
  await connection.query('delete from schedule where feed = any($1)', [feeds])
}
