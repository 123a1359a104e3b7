import type pg from 'pg'
import { counted } from '../model/counted.ts'
import { environmentWords } from '../model/environment.ts'
import type { Outcome } from '../model/run.ts'
import { inTransaction } from './database.ts'
import { readEnvironment } from './environment.ts'
import { type Begun, begin, type RunRequest, readFeed } from './runs.ts'
import { readSnapshot, type Snapshot } from './snapshots.ts'

/** Which held run a person accepts. `run` is its number, `by` the person. */
export interface AcceptanceRequest extends Omit<RunRequest, 'feed' | 'release'> {
  readonly run: string
  readonly by: string
}

/** A run that will save what a held one read, or why there is none: a sentence with what to do instead. */
export type BegunAcceptance = (Begun & { readonly snapshot: Snapshot }) | { readonly kind: 'refused'; readonly why: string }

interface AskedRun {
  readonly feed: string
  readonly outcome: Outcome['kind'] | null
  /**
   * The newest run of the feed, but for those that tell no more of it: ones that failed, and one that is accepting this very run. That may have been
   * killed; where it was not, the newer token keeps it from saving.
   */
  readonly newest: string
  readonly newest_outcome: Outcome['kind'] | null
  /** Since that began. */
  readonly minutes: number
  readonly accepted_by: string | null
}

/** Begins the run that takes a held one's place, in one transaction with the look at it: no other run can come between. */
export async function beginAcceptance(pool: pg.Pool, request: AcceptanceRequest): Promise<BegunAcceptance> {
  return inTransaction(pool, `accepting run ${request.run}`, async (connection) => {
    const { rows } = await connection.query<{ release: string }>('select release from live_release for share')
    const release = rows[0]?.release
    const where = environmentWords((await readEnvironment(connection)) ?? 'local')
    const asked = await readAsked(connection, request)
    if (asked === undefined) return { kind: 'refused', why: `there is no run ${request.run} here` }
    const why = refusal(request.run, asked, where)
    if (why !== undefined) return { kind: 'refused', why }
    const feed = await readFeed(connection, asked.feed)
    if (feed === undefined || release === undefined) return { kind: 'refused', why: `${asked.feed} is not deployed any more` }
    const snapshot = await readSnapshot(pool, request.run)
    const anew = `npm run import -- ${asked.feed}${where} reads the feed again, and a held run of now can be accepted`
    if (snapshot === undefined) return { kind: 'refused', why: `the snapshot of run ${request.run} is gone: ${anew}` }
    if (snapshot.mappingHash !== request.mappingHash(feed))
      return { kind: 'refused', why: `${asked.feed} is mapped otherwise since run ${request.run}: ${anew}` }
    const begun = await begin(connection, { ...request, feed: feed.id, release }, feed, { run: request.run, by: request.by })
    return { ...begun, snapshot }
  })
}

/** Locks the feed, so that no run of it begins until the transaction ends; one that ends may still record itself. */
async function readAsked(connection: pg.PoolClient, { run, now }: AcceptanceRequest): Promise<AskedRun | undefined> {
  await connection.query('select from feed where id = (select feed from run where id = $1) for no key update', [run])
  const { rows } = await connection.query<AskedRun>(
    `select run.feed, run.outcome, newest.id as newest, newest.outcome as newest_outcome, newest.accepted_by,
       greatest(floor(extract(epoch from $2 - newest.started_at) / 60), 0)::int as minutes
     from run, lateral (
       select id, outcome, accepted_by, started_at from run as later
       where later.feed = run.feed and (later.id = run.id or (
         later.outcome is distinct from 'failed' and (later.outcome is not null or later.accepts is distinct from run.id)
       )) order by id desc limit 1
     ) as newest
     where run.id = $1`,
    [run, now],
  )
  return rows[0]
}

function refusal(
  run: string,
  { feed, outcome, newest, newest_outcome, minutes, accepted_by }: AskedRun,
  where: string,
): string | undefined {
  if (outcome !== 'held') return `run ${run} of ${feed} is ${outcome ?? 'still under way'}: only a held run can be accepted`
  if (newest === run) return undefined
  if (accepted_by !== null && newest_outcome === 'saved') return `run ${run} of ${feed} was accepted already, by ${accepted_by}`
  const later = `run ${run} is not the newest of ${feed}: run ${newest}`
  const anew = `npm run import -- ${feed}${where} reads it again`
  if (newest_outcome === null)
    return `${later} has been under way for ${counted(minutes, 'minute')}: wait for it; if its process was killed, ${anew}`
  return `${later} is, and it is ${newest_outcome}; ${newest_outcome === 'held' ? `npm run accept -- ${newest}${where}` : anew}`
}
