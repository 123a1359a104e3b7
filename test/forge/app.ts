import { generateKeyPairSync } from 'node:crypto'
import type { App } from './world.ts'

/** A GitHub App with a fresh key (RSA, 2048 bits, PEM), to be installed on a forge's repository. */
export function newApp({ slug, permissions }: Pick<App, 'slug' | 'permissions'>): App {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return { id: 4242, clientId: 'Iv1.forge', slug, installationId: 77, permissions, privateKey, publicKey }
}
