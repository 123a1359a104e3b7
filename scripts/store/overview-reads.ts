import type { Cause } from '../model/cause.ts'
import type { Counts, Outcome } from '../model/run.ts'
import type { FeedOverview, Overview, ServiceOverview } from '../model/showing.ts'
import { type Queryable, storing } from './database.ts'
import { lastGoodRun } from './good-runs.ts'
import { PageReads } from './page-reads.ts'
import { readQueueOverview } from './queue-overview.ts'
import { silentAfterMs } from './services.ts'

// A plain table serves a person up to about here; those that need someone stand first.
const mostFeeds = 1_000

interface FeedRow {
  readonly id: string
  readonly client_name: string
  readonly slug: string
  readonly postings: number
  readonly next_run_at: Date | null
  readonly run: string | null
  readonly started_at: Date
  readonly finished_at: Date | null
  readonly outcome: Outcome['kind'] | null
  readonly cause: Cause | null
  readonly counts: Counts | null
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
  readonly warned_by: string | null
  readonly feeds: number
}

/** The environment at a glance: what is live, each feed with its last and next run, and the services heard of since `now` minus a day. */
export async function readOverview(database: Queryable, now: Date): Promise<Overview> {
  return storing('reading the overview', async () => {
    const [live, queue, feeds, services] = await Promise.all([
      new PageReads(database, () => now).live(),
      readQueueOverview(database, now),
      database.query<FeedRow>(
        `select f.id, c.configuration->>'name' as client_name, c.slug, s.next_run_at, count(*) over ()::int as feeds,
           (select count(*)::int from posting p where p.feed = f.id and p.removed_at is null) as postings,
           r.id as run, r.started_at, r.finished_at, r.outcome, r.cause, r.counts, r.reasons,
           coalesce(g.warnings, r.warnings) as warnings, g.id as warned_by
         from feed f join client c on c.id = f.client
         left join schedule s on s.feed = f.id
         left join lateral (select * from run where run.feed = f.id order by run.id desc limit 1) r on true
         left join lateral (${lastGoodRun('id, warnings', 'f.id')}) g on r.outcome = 'unchanged' and r.measured is null
         order by coalesce(r.outcome in ('failed', 'held'), false) desc, f.id limit $1`,
        [mostFeeds],
      ),
      database.query<{ kind: ServiceOverview['kind']; release: string | null; started_at: Date; seen_at: Date; address: string | null }>(
        `select kind, release, started_at, seen_at, address from service where seen_at > $1::timestamptz - interval '1 day' order by kind, started_at`,
        [now],
      ),
    ])
    return {
      live,
      feeds: feeds.rows.map(feedOverview),
      queue,
      feedTotal: feeds.rows[0]?.feeds ?? 0,
      services: services.rows.map(({ kind, release, started_at, seen_at, address }) => ({
        kind,
        release: release ?? undefined,
        startedAt: started_at,
        seenAt: seen_at,
        address: address ?? undefined,
        isSilent: now.getTime() - seen_at.getTime() > silentAfterMs,
      })),
    }
  })
}

function feedOverview(row: FeedRow): FeedOverview {
  return {
    id: row.id,
    clientName: row.client_name,
    slug: row.slug,
    postings: row.postings,
    nextRunAt: row.next_run_at ?? undefined,
    lastRun:
      row.run === null
        ? undefined
        : {
            id: row.run,
            startedAt: row.started_at,
            finishedAt: row.finished_at ?? undefined,
            outcome: row.outcome ?? undefined,
            cause: row.cause ?? undefined,
            counts: row.counts ?? undefined,
            reasons: row.reasons,
            warnings: row.warnings,
            warnedBy: row.warned_by ?? undefined,
          },
  }
}
