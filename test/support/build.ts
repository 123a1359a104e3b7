import type { Client, FeedDefinition } from '../../scripts/model/client.ts'
import type { Feed } from '../../scripts/model/feed.ts'
import type { Posting } from '../../scripts/model/posting.ts'

/** The moment at which tests take place. */
export const noon = new Date('2026-03-02T12:00:00Z')

/** A client as a file holds it, good in every respect; a test overrides what it is about. */
export function aClient(overrides: Partial<Client> = {}): Client {
  return {
    name: 'Acme Group',
    page: { language: 'fr', title: 'Acme recrute' },
    feeds: { jobs: aFeedDefinition() },
    ...overrides,
  }
}

/** A feed as a client file holds it. */
export function aFeedDefinition(overrides: Partial<FeedDefinition> = {}): FeedDefinition {
  return {
    schedule: { cron: '17 */4 * * *', timezone: 'Europe/Paris' },
    source: { http: { url: 'https://feeds.acme.example/jobs.xml' }, format: { xml: { records: 'source.job' } } },
    mapping: { id: 'referencenumber', title: 'title', url: 'url' },
    expect: { postings: { min: 1 } },
    ...overrides,
  }
}

/** A feed as an environment sees it. */
export function aFeed(overrides: Partial<Feed> = {}): Feed {
  const { schedule, source, mapping, expect } = aFeedDefinition()
  return {
    id: 'acme/jobs',
    client: 'acme',
    name: 'jobs',
    clientName: 'Acme Group',
    schedule: { timezone: 'UTC', ...schedule },
    source,
    mapping,
    ignore: [],
    expect: expect ?? {},
    ...overrides,
  }
}

/** A posting with what the schema requires and a little more. */
export function aPosting(overrides: Partial<Posting> = {}): Posting {
  return {
    id: '42',
    title: 'Boucher F/H',
    url: 'https://jobs.acme.example/42',
    description: '<p>Vous servez nos clients.</p>',
    location: [{ city: 'Lyon', country: 'FR' }],
    ...overrides,
  }
}
