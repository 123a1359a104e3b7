import { SourceError } from '../errors.ts'
import type { Auth, Secret } from '../model/client.ts'

/** Secrets of the environment by name: NAME, and NAME_HOST, the one host (or host:port) that may receive it. */
export type Secrets = Readonly<Record<string, string | undefined>>

/**
 * The headers that carry the secret of a request to `url`. Throws `secretMissing` where the secret is not stored, or is stored for another host: a
 * URL that was changed must not take it elsewhere.
 */
export function credentialHeaders(feed: string, auth: Auth, url: URL, secrets: Secrets): Readonly<Record<string, string>> {
  const take = ({ secret }: Secret) => takeSecret(feed, secret, url, secrets)
  if (auth.basic !== undefined) {
    const pair = `${auth.basic.username}:${take(auth.basic.password)}`
    return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }
  }
  if (auth.bearer !== undefined) return { authorization: `Bearer ${take(auth.bearer)}` }
  return auth.header === undefined ? {} : { [auth.header.name.toLowerCase()]: take(auth.header.value) }
}

function takeSecret(feed: string, name: string, url: URL, secrets: Secrets): string {
  const value = secrets[name]
  const host = secrets[`${name}_HOST`]
  if (value === undefined || value === '') {
    throw new SourceError(feed, 'secretMissing', `${name} is not stored: store it, and ${name}_HOST=${url.host}`)
  }
  if (host?.toLowerCase() !== url.host) {
    throw new SourceError(
      feed,
      'secretMissing',
      `${name} is not stored for ${url.host}: if that host may have it, store ${name}_HOST=${url.host}`,
    )
  }
  if (/[^\t\x20-\x7e]/.test(value)) {
    throw new SourceError(feed, 'secretMissing', `${name} holds a line break or another character that no header can carry: store it again`)
  }
  return value
}
