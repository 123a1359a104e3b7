import { describe, expect, it } from 'vitest'
import type { Feed } from '../../scripts/model/feed.ts'
import { mappingHash } from '../../scripts/run/mapping-hash.ts'
import { aFeed } from '../support/build.ts'

const hash = mappingHash(aFeed(), 'engine')

describe('mappingHash', () => {
  it.each([
    ['what is mapped', { mapping: { id: 'id', title: 'title', url: 'link' } }],
    ['which records are kept', { keep: [{ path: 'open', is: true }] }],
    ['what is ignored', { ignore: ['publisher'] }],
    ['what is expected', { expect: { postings: { min: 2 } } }],
    ['the format', { source: { http: { url: 'https://feeds.acme.example/jobs.xml' }, format: { xml: { records: 'source.item' } } } }],
    ['the name of the client', { clientName: 'Acme Halles' }],
  ] as [string, Partial<Feed>][])('changes with %s', (_what, overrides) => {
    expect(mappingHash(aFeed(overrides), 'engine')).not.toBe(hash)
  })

  it('changes with the engine', () => {
    expect(mappingHash(aFeed(), 'another')).not.toBe(hash)
  })

  it('is the same wherever and whenever the same bytes come from', () => {
    const moved = aFeed({
      schedule: { cron: '1 1 * * *', timezone: 'UTC' },
      source: { http: { url: 'https://new.acme.example/' }, format: { xml: { records: 'source.job' } } },
    })

    expect(mappingHash(moved, 'engine')).toBe(hash)
  })
})
