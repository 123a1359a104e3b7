import { describe, expect, it } from 'vitest'
import { changeLine } from '../../scripts/deploy/change-lines.ts'
import { diffClients, diffRelease, diffSchedules, redefinedFeeds } from '../../scripts/deploy/diff.ts'
import type { Live } from '../../scripts/deploy/live.ts'
import { releaseOf } from '../../scripts/deploy/release.ts'
import { missingSecrets } from '../../scripts/deploy/secrets.ts'
import type { ResolvedClient } from '../../scripts/model/feed.ts'
import type { Schedule } from '../../scripts/model/schedule.ts'
import { aFeed } from '../support/build.ts'
import { aResolvedClient } from '../support/environment.ts'

function aSchedule(overrides: Partial<Schedule> = {}): Schedule {
  return { feed: 'acme/jobs', cron: '17 */4 * * *', timezone: 'Europe/Paris', ...overrides }
}

function liveWith(clients: readonly ResolvedClient[], release: string): Live {
  return { environment: 'local', release, clients, schedules: [aSchedule()] }
}

describe('diffRelease', () => {
  it('plans nothing where nothing changed', () => {
    const release = releaseOf('a'.repeat(40), [aResolvedClient()])

    expect(diffRelease(release, liveWith([aResolvedClient()], release.id))).toEqual([])
  })

  it('plans the release alone where a commit changed no client', () => {
    const release = releaseOf('b'.repeat(40), [aResolvedClient()])

    const changes = diffRelease(release, liveWith([aResolvedClient()], 'older'))

    expect(changes).toEqual([{ noun: 'release', kind: 'update', from: 'older', to: release.id }])
  })

  it('plans everything for an environment that is empty', () => {
    const release = releaseOf('a'.repeat(40), [aResolvedClient()])

    const changes = diffRelease(release, { clients: [], schedules: [] })

    expect(changes.map(({ noun, kind }) => `${kind} ${noun}`)).toEqual(['create release', 'create client', 'create schedule'])
  })
})

describe('diffClients', () => {
  it('updates a client whose name changed', () => {
    const from = aResolvedClient()
    const to = aResolvedClient({ name: 'Acme Holding' })

    expect(diffClients([to], [from])).toEqual([{ noun: 'client', kind: 'update', from, to }])
  })

  it('deletes a client that Git no longer has', () => {
    expect(diffClients([], [aResolvedClient()])).toEqual([{ noun: 'client', kind: 'delete', from: aResolvedClient() }])
  })
})

describe('diffSchedules', () => {
  it.each([{ cron: '5 6 * * *' }, { timezone: 'Europe/London' }])('updates a feed with another %o', (change) => {
    const changes = diffSchedules([aSchedule(change)], [aSchedule()])

    expect(changes).toEqual([{ noun: 'schedule', kind: 'update', from: aSchedule(), to: aSchedule(change) }])
  })

  it('deletes the schedule of a feed that is gone', () => {
    expect(diffSchedules([], [aSchedule()])).toEqual([{ noun: 'schedule', kind: 'delete', from: aSchedule() }])
  })
})

describe('redefinedFeeds', () => {
  it.each([
    ['a new feed', { feeds: [aFeed(), aFeed({ id: 'acme/more', name: 'more' })] }, ['acme/more']],
    ['another mapping', { feeds: [aFeed({ mapping: { id: 'id', title: 't', url: 'u' } })] }, ['acme/jobs']],
    ['another keep', { feeds: [aFeed({ keep: [{ path: 'lang', is: 'fr' }] })] }, ['acme/jobs']],
    ['another expectation', { feeds: [aFeed({ expect: { postings: { min: 9 } } })] }, ['acme/jobs']],
    ['another schedule', { feeds: [aFeed({ schedule: { cron: '5 6 * * *', timezone: 'UTC' } })] }, []],
    ['another page', { page: { slug: 'acme', language: 'de', title: 'Acme sucht' } as const }, []],
  ])('launches for %s: %o', (_, change, feeds) => {
    const changes = diffClients([aResolvedClient(change)], [aResolvedClient()])

    expect(redefinedFeeds(changes)).toEqual(feeds)
  })
})

describe('changeLine', () => {
  it('names the parts of a client that changed', () => {
    const to = aResolvedClient({ name: 'Acme Holding', feeds: [aFeed({ ignore: ['x'] }), aFeed({ id: 'acme/more', name: 'more' })] })

    expect(diffClients([to], [aResolvedClient()]).map(changeLine)).toEqual(['~ client acme: name, feeds.jobs.ignore, feeds.more (new)'])
  })

  it('names what is kept where nothing else changed', () => {
    const to = aResolvedClient({ feeds: [aFeed({ keep: [{ path: 'lang', is: 'fr' }] })] })

    expect(diffClients([to], [aResolvedClient()]).map(changeLine)).toEqual(['~ client acme: feeds.jobs.keep'])
  })

  it('tells both times of a schedule', () => {
    const changes = diffSchedules([aSchedule({ cron: '5 6 * * *' })], [aSchedule()])

    expect(changes.map(changeLine)).toEqual(['~ schedule acme/jobs: 17 */4 * * * Europe/Paris -> 5 6 * * * Europe/Paris'])
  })
})

describe('missingSecrets', () => {
  const http = { url: 'https://feeds.acme.example/jobs.xml', auth: { bearer: { secret: 'ACME_TOKEN' } } }
  const release = releaseOf('a'.repeat(40), [aResolvedClient({ feeds: [aFeed({ source: { http, format: { xml: { records: 'a' } } } })] })])

  it.each(['feeds.acme.example', 'Feeds.Acme.example'])('is content with a secret that is stored for its host as %s', (host) => {
    expect(missingSecrets(release, { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: host })).toEqual([])
  })

  it('misses a secret that is not stored', () => {
    expect(missingSecrets(release, {})).toEqual([
      'acme/jobs: secret ACME_TOKEN is not stored: store it, and its host feeds.acme.example as ACME_TOKEN_HOST',
    ])
  })

  it('misses a secret that is stored for another host, and does not tell its value', () => {
    const [missing] = missingSecrets(release, { ACME_TOKEN: 's3cret', ACME_TOKEN_HOST: 'other.example' })

    expect(missing).toContain('stored for other.example, not for feeds.acme.example')
    expect(missing).not.toContain('s3cret')
  })
})
