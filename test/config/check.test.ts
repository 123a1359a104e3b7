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
const withOverlay = (feeds: object) => aClient({ environments: { staging: { feeds: feeds as never } } })
const withMapping = (mapping: object) =>
  aClient({ feeds: { jobs: aFeedDefinition({ mapping: { ...aFeedDefinition().mapping, ...mapping } }) } })

// In parts, so that nobody who looks for credentials finds one here.
const token = ['ghp', 'a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8'].join('_')

describe('checkClients', () => {
  it('finds nothing in good files', () => {
    expect(found({ acme: aClient(), other: aClient() })).toEqual([])
  })

  it('takes it from a client who may truly have no postings that there is a largest number alone', () => {
    expect(found({ acme: aClient({ feeds: { jobs: aFeedDefinition({ expect: { postings: { min: 0, max: 5 } } }) } }) })).toEqual([])
  })

  it.each([
    'boards/8f3a9c2e-7b1d-4f60-9c2e-7b1d4f608f3a/jobs.xml',
    'spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/export?format=csv&gid=0',
    'jobs/task-desk-1-senior-developer-and-more-of-it/risk-free',
    'api/token/jobs.xml',
    'secret/garden-centre/feed',
  ])('takes a path that may look like a credential and is none: %s', (path) => {
    expect(found({ acme: withSource({ url: `https://feeds.acme.example/${path}` }) })).toEqual([])
  })

  it.each<[string, Readonly<Record<string, Client>>, string]>([
    ['a file name that is no id', { Acme_1: aClient() }, 'clients/Acme_1.yaml fileNamesAreClientIds : "Acme_1" is not a client id'],
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
    ...[
      [`feed/${token}/jobs.csv`, 'a credential in its path'],
      [`feed;v=${token}`, 'a credential in its path'],
      [`jobs.csv#${token}`, 'a credential in its path'],
      [`jobs.csv?x=${token}`, '"x"'],
      [`s3/${['AKIA', 'ABCDEFGH12345678'].join('')}/jobs.csv`, 'a credential in its path'],
      [`${['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'x'].join('.')}/jobs`, 'a credential in its path'],
      ['token/8f3a9c2e7b1d4f60/jobs.csv', 'a credential after "token"'],
      ['api-key=8f3a9c2e7b1d4f60/jobs.csv', 'a credential after "api-key"'],
    ].map(([path, what]): [string, Readonly<Record<string, Client>>, string] => [
      `a URL with ${what}: ${path}`,
      { acme: withSource({ url: `https://feeds.acme.example/${path}` }) },
      `clients/acme.yaml urlsCarryNoCredential feeds.jobs.source.http.url: the URL holds ${what}`,
    ]),
    [
      'a credential in a harmless header',
      { acme: withSource({ url: 'https://feeds.acme.example/', headers: { Accept: token } }) },
      'clients/acme.yaml headersCarryNoCredential feeds.jobs.source.http.headers.Accept: the header Accept carries a credential',
    ],
    [
      'a secret of somebody else',
      { acme: withSource({ url: 'https://feeds.acme.example/', auth: { bearer: { secret: 'OTHER_TOKEN' } } }) },
      'clients/acme.yaml secretsAreNamedAfterTheirClient feeds.jobs.source.http.auth.bearer.secret: expected a name of the form ACME_…, found "OTHER_TOKEN"',
    ],
    [
      'a feed without a bound',
      { acme: aClient({ feeds: { jobs: aFeedDefinition({ expect: {} }) } }) },
      'clients/acme.yaml feedsHaveAnAbsoluteBound feeds.jobs.expect: no smallest number of postings is given',
    ],
    [
      'a bound that bounds nothing',
      { acme: aClient({ feeds: { jobs: aFeedDefinition({ expect: { postings: { min: 0 } } }) } }) },
      'clients/acme.yaml feedsHaveAnAbsoluteBound feeds.jobs.expect.postings.min: expected at least 1, or a max beside it, found 0',
    ],
    [
      'a bound upside down',
      { acme: aClient({ feeds: { jobs: aFeedDefinition({ expect: { postings: { min: 5, max: 2 } } }) } }) },
      'clients/acme.yaml feedsHaveAnAbsoluteBound feeds.jobs.expect.postings.max: expected a max of at least 5, the min, found 2',
    ],
    [
      'an offset as zone',
      { acme: withSchedule({ cron: '1 1 * * *', timezone: '+02:00' }) },
      'clients/acme.yaml schedulesCanBeRead feeds.jobs.schedule.timezone: "+02:00" is not an IANA time zone',
    ],
    [
      'a credential in a header',
      { acme: withSource({ url: 'https://feeds.acme.example/', headers: { Authorization: 'Bearer 1' } }) },
      'clients/acme.yaml headersCarryNoCredential feeds.jobs.source.http.headers.Authorization: the header Authorization carries a credential',
    ],
    [
      'a word that postings do not have',
      { acme: withMapping({ employmentType: { from: 'type', map: { CDI: 'FULLTIME' } } }) },
      'clients/acme.yaml wordsAreThoseOfPostings feeds.jobs.mapping.employmentType.map.CDI: expected one of FULL_TIME, PART_TIME',
    ],
    [
      'a required property that is not mapped',
      { acme: withMapping({ title: undefined }) },
      'clients/acme.yaml requiredPropertiesAreMapped feeds.jobs.mapping: "title" is missing',
    ],
    [
      'a secret with the longer prefix of another client',
      {
        acme: withSource({ url: 'https://feeds.acme.example/', auth: { bearer: { secret: 'ACME_JOBS_TOKEN' } } }),
        'acme-jobs': aClient(),
      },
      'clients/acme.yaml secretsBelongToOneClient feeds.jobs.source.http.auth.bearer.secret: "ACME_JOBS_TOKEN" begins with ACME_JOBS_',
    ],
    [
      'a rule broken by an overlay',
      {
        acme: aClient({
          environments: { staging: { feeds: { jobs: { source: { http: { url: 'https://u:p@staging.acme.example/jobs.xml' } } } } } },
        }),
      },
      'clients/acme.yaml urlsCarryNoCredential environments.staging.feeds.jobs.source.http.url: the URL holds a user name or password',
    ],
    [
      'an overlay of a feed that is not there',
      { acme: aClient({ environments: { staging: { feeds: { jbos: { schedule: { cron: '1 1 * * *' } } } } } }) },
      'clients/acme.yaml overlaysNameFeeds environments.staging.feeds.jbos: there is no feed "jbos"',
    ],
    [
      'an overlay with the key __proto__',
      { acme: aClient({ environments: { staging: { page: JSON.parse('{ "__proto__": { "slug": "x" } }') } } }) },
      'clients/acme.yaml schema environments.staging.page.__proto__: merged for staging, page.__proto__: unknown property "__proto__"',
    ],
    [
      'an overlay that breaks the shape',
      { acme: aClient({ environments: { staging: { feeds: { jobs: { source: { file: { path: 'x.csv' } } } } } } }) },
      'clients/acme.yaml schema environments.staging.feeds.jobs.source: merged for staging, feeds.jobs.source: expected exactly one of http, file',
    ],
  ])('finds %s', (_, clients, expected) => {
    expect(found(clients)).toEqual([expect.stringContaining(expected)])
  })

  it.each<[string, Client, string]>([
    [
      'a zone that nobody knows',
      withSchedule({ cron: '17 4 * * *', timezone: 'America/San_Francisco' }),
      'write for instance Europe/Paris',
    ],
    ['a misspelt zone', withSchedule({ cron: '17 4 * * *', timezone: 'America/Chigaco' }), 'did you mean "America/Chicago"?'],
    ['half a feed in an environment', withOverlay({ careers: { schedule: {} } }), 'the feeds are jobs; a feed of staging alone needs'],
    ['a null for what is needed', withOverlay({ jobs: { mapping: { title: null } } }), 'null removes it, and it is needed'],
    ['an object that lacks what is needed', withOverlay({ jobs: { source: { http: null, file: {} } } }), 'add path'],
  ])('says once what to write instead of %s', (_, client, fix) => {
    const checked = checkClients([parseClient(stringify(client), 'clients/acme.yaml')])

    expect(checked.ok ? [] : checked.problems).toMatchObject([{ fix: expect.stringContaining(fix) }])
  })

  it('gives the problems of all files, in order', () => {
    const problems = found({ b: withSchedule({ cron: '99 * * * *' }), a: withSource({ url: 'https://x.example/?token=1' }) })

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['clients/a.yaml', 'clients/b.yaml'])
  })

  it.each([
    'https://{client}.acme.example/jobs.xml',
    'https://*.acme.example/jobs.xml',
    'https://feeds.acme.example./jobs.xml',
    'https://feeds%2Eacme.example/jobs.xml',
    'https://feeds.acme.example\\@evil.example/jobs.xml',
    'http://0x7f.1/jobs.xml',
    'https://https://feeds.acme.example/jobs.xml',
    'http://2130706433/jobs.xml',
    'https://f\u0435eds.acme.example/jobs.xml',
  ])('finds that the host of %s is not written as it would be asked', (url) => {
    expect(found({ acme: withSource({ url }) })).toEqual([expect.stringContaining('hostsAreLiteral feeds.jobs.source.http.url')])
  })

  it.each([
    'https://feeds.acme.example/jobs.xml?key=engineering&page=2',
    'https://FEEDS.acme.example:8443/jobs.xml#top',
    'http://127.0.0.1:4000/jobs.csv',
    'http://[::1]:4000/jobs.csv',
  ])('finds nothing in %s', (url) => {
    expect(found({ acme: withSource({ url }) })).toEqual([])
  })

  it('says what two environments have in common once', () => {
    const jobs = { source: { http: { url: 'https://staging.acme.example/jobs.xml' } } }
    const client = aClient({
      feeds: { jobs: aFeedDefinition({ expect: {} }) },
      environments: { staging: { feeds: { jobs } }, local: { feeds: { jobs } } },
    })

    expect(found({ acme: client })).toHaveLength(1)
  })
})
