import { createVerify } from 'node:crypto'
import type { Identity, World } from '../world.ts'
import { Refusal } from './operation.ts'

/** Who sent these credentials: `Bearer`/`token` for the API, `Basic` (any name, the token as password) for Git. 401 when nobody known. */
export function identify(world: World, authorization: string | undefined): Identity {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ')
  const token =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(value, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/, '')
      : value
  if (token === '') throw new Refusal(401, 'Requires authentication')
  const identity = world.tokens.get(token) ?? identifyApp(world, token)
  if (identity === undefined) throw new Refusal(401, 'Bad credentials')
  return identity
}

// A GitHub App signs a short JSON web token (RS256) with its key to ask for an installation token.
function identifyApp({ app }: World, token: string): Identity | undefined {
  const [header, claims, signature] = token.split('.')
  if (header === undefined || claims === undefined || signature === undefined) return undefined
  const verifier = createVerify('RSA-SHA256').update(`${header}.${claims}`)
  if (!verifier.verify(app.publicKey, signature, 'base64url')) return undefined
  const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { iss: unknown; iat: number; exp: number }
  const isIssuer = String(iss) === String(app.id) || iss === app.clientId
  // GitHub refuses a token that lives longer than ten minutes, from up to a minute in the past.
  return isIssuer && exp - iat <= 11 * 60 ? { kind: 'app-jwt', login: `${app.slug}[bot]` } : undefined
}
