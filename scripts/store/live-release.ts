import { type Queryable, storing } from './database.ts'

/** Id of the release that is live; undefined before the first deployment, also where there are no tables yet. */
export async function readLiveRelease(database: Queryable): Promise<string | undefined> {
  return storing('reading the live release', async () => {
    const { rows } = await database.query<{ isMigrated: boolean }>(`select to_regclass('live_release') is not null as "isMigrated"`)
    if (rows[0]?.isMigrated !== true) return undefined
    const live = await database.query<{ release: string }>('select release from live_release')
    return live.rows[0]?.release
  })
}
