import { createPublicKey } from 'node:crypto'
import { mintAppToken } from '../../api/actions.ts'
import { Refusal } from '../../api/operation.ts'
import type { KnownAction } from './registry.ts'

/** actions/create-github-app-token: an installation token for whoever holds the App's key, narrowed by `permission-*`, revoked after the job. */
export const createAppToken: KnownAction = {
  inputs: ['app-id', 'client-id', 'private-key', 'owner', 'repositories', 'skip-token-revoke', /^permission-[a-z-]+$/],
  run: async (state, inputs) => {
    const { app, tokens, owner, repo } = state.world
    const fail = (message: string) => {
      state.log.annotate({ level: 'error', message })
      return { isSuccess: false, outputs: {} }
    }
    const id = inputs['client-id'] || inputs['app-id'] || ''
    if (id === '' || !inputs['private-key']) return fail('The app id (or client id) and the private key are required')
    if (id !== String(app.id) && id !== app.clientId)
      return fail("'Issuer' claim ('iss') must be an Integer or client id of an App: not found")
    if (publicHalf(inputs['private-key']) !== app.publicKey) return fail('A JSON web token could not be decoded')
    if ((inputs.owner ?? owner) !== owner) return fail('Not Found')
    if (inputs.repositories && inputs.repositories !== repo) return fail('Not Found')
    const asked = Object.entries(inputs).filter(([name]) => name.startsWith('permission-'))
    const permissions = asked.map(([name, level]) => [name.slice('permission-'.length).replaceAll('-', '_'), level as 'read'] as const)
    try {
      const token = mintAppToken(state.world, permissions.length === 0 ? undefined : Object.fromEntries(permissions))
      state.log.addMask(token)
      if (inputs['skip-token-revoke'] !== 'true') state.cleanups.push(() => void tokens.delete(token))
      return { isSuccess: true, outputs: { token, 'installation-id': String(app.installationId), 'app-slug': app.slug } }
    } catch (error) {
      if (error instanceof Refusal) return fail(error.message)
      throw error
    }
  },
}

function publicHalf(privateKey: string): string {
  try {
    // A key that went through one line of a secret has its line ends written as \n.
    return createPublicKey(privateKey.replaceAll('\\n', '\n')).export({ type: 'spki', format: 'pem' }).toString()
  } catch {
    return ''
  }
}
