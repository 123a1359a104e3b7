import { hashOf } from '../canonical.ts'
import type { Environment } from '../model/environment.ts'
import type { ResolvedClient } from '../model/feed.ts'
import type { Schedule } from '../model/schedule.ts'
import { readConfigurations } from '../store/configuration.ts'
import type { Queryable } from '../store/database.ts'
import { readEnvironment } from '../store/environment.ts'
import { readLiveRelease } from '../store/live-release.ts'
import { readSchedules } from '../store/schedules.ts'

/** What an environment's database holds. Everything is empty before the first deployment. */
export interface Live {
  readonly environment?: Environment
  /** Id of the live release. */
  readonly release?: string
  readonly clients: readonly ResolvedClient[]
  readonly schedules: readonly Schedule[]
}

/** Reads what is live; in a database that belongs to no environment yet nothing is. */
export async function readLive(database: Queryable): Promise<Live> {
  const environment = await readEnvironment(database)
  if (environment === undefined) return { clients: [], schedules: [] }
  const release = await readLiveRelease(database)
  return {
    environment,
    ...(release === undefined ? {} : { release }),
    clients: (await readConfigurations(database)).map(withTrueHash),
    schedules: await readSchedules(database),
  }
}

/** Hashed anew: a configuration that somebody changed by hand then differs from its release, as it should. */
function withTrueHash({ hash: _, ...client }: ResolvedClient): ResolvedClient {
  return { ...client, hash: hashOf(client) }
}
