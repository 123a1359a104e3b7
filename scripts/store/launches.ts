import type { Cause } from '../model/cause.ts'
import type { Outcome } from '../model/run.ts'
import { type Queryable, storing } from './database.ts'

/** A feed's first run by its present definition, or one that makes up for a run that did not go well. `outcome` is absent until that has finished. */
export interface Launch {
  readonly feed: string
  /** Its number. */
  readonly run?: string
  readonly outcome?: Outcome['kind']
  readonly cause?: Cause
  readonly reasons: readonly string[]
}

interface LaunchRow {
  readonly feed: string
  readonly run: string | null
  readonly outcome: Outcome['kind'] | null
  readonly cause: Cause | null
  readonly reasons: readonly string[] | null
}

/** A feed that is to be run, and the number of the run after which one counts: 0 where any by its present definition does. */
export interface Due {
  readonly feed: string
  readonly after: string
}

// A run that was overtaken or stopped is no end.
const isEndOfFeed = `run.feed = feed.id and fencing_token > changed_token and finished_at is not null
  and (cause is null or cause not in ('fenced', 'stopped'))`

/** The feeds that were not run to an end since they were created or redefined. */
export async function readUnlaunched(database: Queryable): Promise<Due[]> {
  const { rows } = await storing('reading feeds to launch', () =>
    database.query<Due>(`select id as feed, '0' as after from feed where not exists (select from run where ${isEndOfFeed}) order by id`),
  )
  return rows
}

/** The feeds that were launched and whose last run was held, failed or did not end. */
export async function readUnwell(database: Queryable): Promise<Due[]> {
  const { rows } = await storing('reading feeds to run again', () =>
    database.query<Due>(
      `select feed.id as feed, ended.id as after from feed
       cross join lateral (select id, outcome from run where ${isEndOfFeed} order by run.id desc limit 1) as ended
       where ended.outcome in ('held', 'failed')
         or exists (select from run where run.feed = feed.id and run.id > ended.id and finished_at is null)
       order by feed.id`,
    ),
  )
  return rows
}

/** How the runs of these feeds ended, as far as they have. */
export async function readLaunches(database: Queryable, dues: readonly Due[]): Promise<Launch[]> {
  const { rows } = await storing('reading launches', () =>
    database.query<LaunchRow>(
      `select feed.id as feed, ended.id as run, ended.outcome, ended.cause, ended.reasons
       from unnest($1::text[], $2::bigint[]) as due (feed, after) join feed on feed.id = due.feed left join lateral (
         select id, outcome, cause, reasons from run where ${isEndOfFeed} and run.id > due.after order by run.id desc limit 1
       ) as ended on true order by feed.id`,
      [dues.map(({ feed }) => feed), dues.map(({ after }) => after)],
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
