import { type Queryable, storing } from './database.ts'
import { hasTables } from './environment.ts'

/** Id of the release that is live; undefined before the first deployment, also where there are no tables yet. */
export async function readLiveRelease(database: Queryable): Promise<string | undefined> {
  if (!(await hasTables(database))) return undefined
  const { rows } = await storing('reading the live release', () => database.query<{ release: string }>('select release from live_release'))
  return rows[0]?.release
}
