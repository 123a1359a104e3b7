import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { checkClients } from '../../scripts/config/check.ts'
import { parseClient } from '../../scripts/config/parse.ts'
import type { Client } from '../../scripts/model/client.ts'
import { aClient, aFeedDefinition } from '../support/build.ts'

function found(clients: Readonly<Record<string, Client>>): string[] {
  const checked = checkClients(Object.entries(clients).map(([id, client]) => parseClient(stringify(client), `clients/${id}.yaml`)))
  return checked.ok ? [] : checked.problems.map(({ file, rule, path, message }) => `${file} ${rule} ${path.join('.')}: ${message}`)
}

const withSource = (http: object) => aClient({ feeds: { jobs: aFeedDefinition({ source: { http, format: { csv: {} } } as never }) } })
const withSchedule = (schedule: { cron: string; timezone?: string }) => aClient({ feeds: { jobs: aFeedDefinition({ schedule }) } })

describe('checkClients', () => {
  it('finds nothing in good files', () => {
    expect(found({ acme: aClient(), other: aClient() })).toEqual([])
  })

  it.each<[string, Readonly<Record<string, Client>>, string]>([
    ['a file name that is no id', { Acme_1: aClient() }, 'clients/Acme_1.yaml fileNamesAreClientIds : "Acme_1" is not a client id'],
    [
      'a slug that is taken',
      { acme: aClient(), other: aClient({ page: { language: 'fr', title: 'x', slug: 'acme' } }) },
      'clients/other.yaml pageSlugsAreUnique page.slug: "acme" is already the page of clients/acme.yaml',
    ],
    [
      'a cron that cannot be',
      { acme: withSchedule({ cron: '99 * * * *' }) },
      'clients/acme.yaml schedulesCanBeRead feeds.jobs.schedule.cron: "99 * * * *" is not a cron expression',
    ],
    [
      'a cron of six fields',
      { acme: withSchedule({ cron: '0 0 * * * *' }) },
      'clients/acme.yaml schedulesCanBeRead feeds.jobs.schedule.cron: "0 0 * * * *" is not a cron expression: 6 fields',
    ],
    [
      'an unknown zone',
      { acme: withSchedule({ cron: '1 1 * * *', timezone: 'Paris' }) },
      'clients/acme.yaml schedulesCanBeRead feeds.jobs.schedule.timezone: "Paris" is not an IANA time zone',
    ],
    [
      'a password in a URL',
      { acme: withSource({ url: 'https://a:b@feeds.acme.example/' }) },
      'clients/acme.yaml urlsCarryNoCredential feeds.jobs.source.http.url: the URL holds a user name or password',
    ],
    [
      'a key in a URL',
      { acme: withSource({ url: 'https://feeds.acme.example/?api_key=1' }) },
      'clients/acme.yaml urlsCarryNoCredential feeds.jobs.source.http.url: the URL holds "api_key"',
    ],
    [
      'a secret of somebody else',
      { acme: withSource({ url: 'https://feeds.acme.example/', auth: { bearer: { secret: 'OTHER_TOKEN' } } }) },
      'clients/acme.yaml secretsAreNamedAfterTheirClient feeds.jobs.source.http.auth.bearer.secret: "OTHER_TOKEN" does not begin with ACME_',
    ],
    [
      'a feed without a bound',
      { acme: aClient({ feeds: { jobs: aFeedDefinition({ expect: {} }) } }) },
      'clients/acme.yaml feedsHaveAnAbsoluteBound feeds.jobs.expect: no smallest number of postings is given',
    ],
    [
      'an overlay that breaks the shape',
      { acme: aClient({ environments: { staging: { feeds: { jobs: { source: { file: { path: 'x.csv' } } } } } } }) },
      'clients/acme.yaml schema environments.staging.feeds.jobs.source: merged for staging, feeds.jobs.source: expected exactly one of http, file',
    ],
  ])('finds %s', (_, clients, expected) => {
    expect(found(clients)).toEqual([expect.stringContaining(expected)])
  })

  it('gives the problems of all files, in order', () => {
    const problems = found({ b: withSchedule({ cron: '99 * * * *' }), a: withSource({ url: 'https://x.example/?token=1' }) })

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['clients/a.yaml', 'clients/b.yaml'])
  })
})
