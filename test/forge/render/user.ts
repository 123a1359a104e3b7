import type { World } from '../world.ts'

const userUrls = ['followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations', 'repos', 'events', 'received_events']

/** `simple-user` of the REST API. Logins that end in `[bot]` are Apps. */
export function renderUser(world: World, login: string): Record<string, unknown> {
  const url = `${world.url}/api/v3/users/${encodeURIComponent(login)}`
  return {
    login,
    id: numberOfName(login),
    node_id: nodeId('User', login),
    avatar_url: `${world.url}/avatars/${encodeURIComponent(login)}`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${encodeURIComponent(login)}`,
    ...Object.fromEntries(userUrls.map((name) => [`${name}_url`, `${url}/${name}`])),
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  }
}

/** A node id: opaque, as GitHub's is. */
export function nodeId(kind: string, id: string | number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url')
}

/** A stable id for a login: the same person has the same id in every answer. */
export function numberOfName(name: string): number {
  let id = 7
  for (const character of name) id = (id * 31 + character.charCodeAt(0)) % 1_000_003
  return id + 1
}

/** How GitHub calls the relation of an author to the repository. */
export function association(world: World, login: string): string {
  if (login === world.owner) return 'OWNER'
  return world.people.has(login) ? 'COLLABORATOR' : 'NONE'
}

/** The person's name and address in commits that the forge makes for them. */
export function signatureOf(world: World, login: string) {
  return { name: login, email: `${numberOfName(login)}+${login}@users.noreply.127.0.0.1`, date: world.now() }
}
