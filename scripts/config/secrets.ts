import type { Auth, Client } from '../model/client.ts'
import { environments } from '../model/environment.ts'
import { applyOverlay } from './resolve.ts'

/** A secret that a file names, and the path at which it does. */
export interface NamedSecret {
  readonly secret: string
  readonly path: readonly (string | number)[]
}

/** What the names of a client's secrets begin with: `ACME_` for `acme`. */
export function secretPrefix(id: string): string {
  return `${id.toUpperCase().replaceAll('-', '_')}_`
}

// What says what a secret is for, rather than whose it is.
const purposes: ReadonlySet<string> = new Set(
  'ACCESS API APP AUTH BASIC BEARER CLIENT CREDENTIAL FEED FEEDS JOBS KEY PASS PASSWORD PRODUCTION PWD SECRET STAGING TOKEN'.split(' '),
)

/**
 * A name for a secret that is named after nobody or somebody else, as where another client's file was copied: `ACME_FEED_PASSWORD` for
 * OTHER_FEED_PASSWORD.
 */
export function ownSecretName(secret: string, id: string): string {
  const words = secret.split('_').filter((word) => word !== '')
  const purpose = words.slice(words.findLastIndex((word) => !purposes.has(word)) + 1)
  const prefix = secretPrefix(id)
  const rest = purpose.length > 0 ? purpose : words.filter((word) => !prefix.split('_').includes(word))
  return `${prefix}${rest.join('_') || 'TOKEN'}`
}

/** Every secret that a client names, in whatever environment, once. */
export function secretsOf(client: Client): NamedSecret[] {
  const stated = [
    { client, at: [] as string[] },
    ...environments
      .filter((environment) => client.environments?.[environment] !== undefined)
      .map((environment) => ({ client: applyOverlay(client, environment), at: ['environments', environment] })),
  ]
  const byName = new Map<string, NamedSecret>()
  for (const { client: seen, at } of stated) {
    for (const [name, { source }] of Object.entries(seen.feeds)) {
      for (const { secret, path } of secretsIn(source.http?.auth))
        if (!byName.has(secret)) byName.set(secret, { secret, path: [...at, 'feeds', name, 'source', 'http', 'auth', ...path] })
    }
  }
  return [...byName.values()]
}

/** The secrets that a request's proof names, with their paths in it. */
export function secretsIn(auth: Auth | undefined): NamedSecret[] {
  if (auth === undefined) return []
  const { basic, bearer, header } = auth
  return [
    ...(basic === undefined ? [] : [{ secret: basic.password.secret, path: ['basic', 'password', 'secret'] }]),
    ...(bearer === undefined ? [] : [{ secret: bearer.secret, path: ['bearer', 'secret'] }]),
    ...(header === undefined ? [] : [{ secret: header.value.secret, path: ['header', 'value', 'secret'] }]),
  ]
}
