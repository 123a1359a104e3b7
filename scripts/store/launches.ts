import type { Cause } from '../model/cause.ts'
import type { Queryable } from './database.ts'
import { storing } from './database.ts'

/** A feed's first run by its present definition. `outcome` is absent until that has finished. */
export interface Launch {
  readonly feed: string
  /** Its number. */
  readonly run?: string
  readonly outcome?: 'saved' | 'unchanged' | 'held' | 'failed'
  readonly cause?: Cause
  readonly reasons: readonly string[]
}

interface LaunchRow {
  readonly feed: string
  readonly run: string | null
  readonly outcome: NonNullable<Launch['outcome']> | null
  readonly cause: Cause | null
  readonly reasons: readonly string[] | null
}

/** The feeds that were not run to an end since they were created or redefined. */
export async function readUnlaunched(database: Queryable): Promise<string[]> {
  const { rows } = await storing('reading feeds to launch', () =>
    database.query<{ id: string }>(
      `select id from feed where not exists (
         select from run where run.feed = feed.id and fencing_token > changed_token and finished_at is not null
           and (cause is null or cause not in ('fenced', 'stopped'))
       ) order by id`,
    ),
  )
  return rows.map(({ id }) => id)
}

/** How the first runs of these feeds ended, as far as they have. A run that was overtaken or stopped is no end. */
export async function readLaunches(database: Queryable, feeds: readonly string[]): Promise<Launch[]> {
  const { rows } = await storing('reading launches', () =>
    database.query<LaunchRow>(
      `select feed.id as feed, first.id as run, first.outcome, first.cause, first.reasons from feed left join lateral (
         select id, outcome, cause, reasons from run where run.feed = feed.id and fencing_token > changed_token and finished_at is not null
           and (cause is null or cause not in ('fenced', 'stopped')) order by run.id desc limit 1
       ) as first on true where feed.id = any($1) order by feed.id`,
      [feeds],
    ),
  )
  return rows.map(({ feed, run, outcome, cause, reasons }) => ({
    feed,
    ...(run === null ? {} : { run }),
    ...(outcome === null ? {} : { outcome }),
    ...(cause === null ? {} : { cause }),
    reasons: reasons ?? [],
  }))
}
