import { secretsIn } from '../config/secrets.ts'
import type { Feed } from '../model/feed.ts'
import type { Release } from '../model/release.ts'
import type { Variables } from '../model/variables.ts'

/** One sentence for each secret that a release names and that is not stored, or is stored for another host. */
export function missingSecrets(release: Release, variables: Variables): string[] {
  return release.clients.flatMap(({ feeds }) => feeds.flatMap((feed) => missingOf(feed, variables)))
}

function missingOf(feed: Feed, variables: Variables): string[] {
  const { http } = feed.source
  const name = secretsIn(http?.auth)[0]?.secret
  if (http === undefined || name === undefined) return []
  const { host } = new URL(http.url)
  if ((variables[name] ?? '') === '') return [`${feed.id}: secret ${name} is not stored: store it, and its host ${host} as ${name}_HOST`]
  const stored = variables[`${name}_HOST`]
  if (stored?.toLowerCase() === host) return []
  return [
    `${feed.id}: secret ${name} is stored for ${stored ?? 'no host'}, not for ${host}: whoever stores the secret decides where it goes`,
  ]
}
