import type pg from 'pg'
import { type Ran, runFeed } from '../../scripts/run/run-feed.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { aFileFeed, type FeedFile, runContext } from './world.ts'

/** Where versions of a feed are imported: an empty database, a pool that nothing disturbs, and the feed's file. */
export interface Place {
  readonly url: string
  readonly pool: pg.Pool
  readonly file: FeedFile
}

/** The feed of which there are versions. */
export const feed = 'acme/jobs'

const postings = 150

/** One version of the list, titles by id: of each neighbour it shares all postings but one, and every title differs. */
export function versionOf(version: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: postings }, (_, index) => [`p${version + index}`, `Version ${version}`]))
}

/** Gives the feed a version; its records are long enough to be read in several pieces. */
export async function writeVersion({ file }: Pick<Place, 'file'>, version: number): Promise<void> {
  const filler = 'x'.repeat(2_000)
  await file.write(JSON.stringify(Object.entries(versionOf(version)).map(([id, title]) => ({ id, title, filler }))))
}

/** A run that nothing disturbs; how it ended. */
export async function heal({ pool, file }: Place): Promise<Ran['record']['outcome']['kind']> {
  const result = await runFeed({ feed }, runContext(pool, file.root))
  return result.kind === 'ran' ? result.record.outcome.kind : 'failed'
}

/** Deploys the feed, and makes version 0 live. */
export async function prepare(place: Place): Promise<void> {
  await deployed(place.pool, [aResolvedClient({ feeds: [aFileFeed({ ignore: ['filler'] })] })])
  await writeVersion(place, 0)
  await heal(place)
}
