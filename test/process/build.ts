import type { Person, TeamFile } from '../../scripts/model/team.ts'
import { announcementMarker, type RequestComment } from '../../scripts/process/sign-off.ts'

/** Two reviewers, one account manager, one release manager; the App `importer`. */
export function aTeam(people: Readonly<Record<string, Person>> = {}): TeamFile {
  return {
    app: 'importer',
    people: {
      ada: { roles: ['developer', 'reviewer'], emails: ['ada@example.org'] },
      bo: { name: 'Bo Berg', roles: ['developer', 'reviewer'] },
      am: { roles: ['accountManager'] },
      rel: { roles: ['releaseManager'] },
      ...people,
    },
  }
}

let lastId = 0

/** A comment by a person, not edited. */
export function aComment(author: string, body: string, more: Partial<RequestComment> = {}): RequestComment {
  lastId += 1
  const at = '2026-03-02T10:00:00Z'
  return { id: lastId, author, isBot: author.endsWith('[bot]'), body, createdAt: at, updatedAt: at, ...more }
}

/** The App's comment that staging shows this content. */
export function anAnnouncement(client: string, hash: string, more: Partial<RequestComment> = {}): RequestComment {
  return aComment('importer[bot]', `${announcementMarker({ client, hash }, 'ada')}\nReady`, more)
}
