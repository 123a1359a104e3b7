import { hashOf } from '../canonical.ts'
import type { Environment } from '../model/environment.ts'
import type { ResolvedClient } from '../model/feed.ts'
import type { Schedule } from '../model/schedule.ts'
import { type Queryable, storing } from '../store/database.ts'
import { readEnvironment } from '../store/environment.ts'
import { readSchedules } from '../store/schedules.ts'

/** What an environment's database holds. Everything is empty before the first deployment. */
export interface Live {
  readonly environment?: Environment
  /** Id of the live release. */
  readonly release?: string
  readonly clients: readonly ResolvedClient[]
  readonly schedules: readonly Schedule[]
}

/** Reads what is live; a database without our tables is one where nothing is. */
export async function readLive(database: Queryable): Promise<Live> {
  return storing('reading what is live', async () => {
    const { rows } = await database.query<{ isMigrated: boolean }>(`select to_regclass('live_release') is not null as "isMigrated"`)
    if (rows[0]?.isMigrated !== true) return { clients: [], schedules: [] }
    const environment = await readEnvironment(database)
    const release = await database.query<{ release: string }>('select release from live_release')
    const clients = await database.query<{ configuration: ResolvedClient }>('select configuration from client order by id')
    return {
      ...(environment === undefined ? {} : { environment }),
      ...(release.rows[0] === undefined ? {} : { release: release.rows[0].release }),
      clients: clients.rows.map(({ configuration }) => withTrueHash(configuration)),
      schedules: await readSchedules(database),
    }
  })
}

/** Hashed anew: a configuration that somebody changed by hand then differs from its release, as it should. */
function withTrueHash({ hash: _, ...client }: ResolvedClient): ResolvedClient {
  return { ...client, hash: hashOf(client) }
}
