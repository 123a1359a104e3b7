import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { checkFile } from '../../scripts/config/check.ts'
import { parseClient } from '../../scripts/config/parse.ts'
import { aClient, aFeedDefinition } from '../support/build.ts'

const withMapping = (mapping: object) =>
  aClient({ feeds: { jobs: aFeedDefinition({ mapping: { ...aFeedDefinition().mapping, ...mapping } }) } })

describe('checkFile', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'an unknown property',
      aClient({ feeds: { jobs: { ...aFeedDefinition(), ignored: ['x'], schedule: { cron: '99 * * * *' } } as never } }),
      ['schedulesCanBeRead feeds.jobs.schedule.cron', 'schema feeds.jobs.ignored'],
    ],
    [
      'a missing one',
      { ...aClient({ feeds: { jobs: aFeedDefinition({ expect: {} }) } }), page: { language: 'fr' } },
      ['schema page', 'feedsHaveAnAbsoluteBound feeds.jobs.expect'],
    ],
    [
      'a required property that is not mapped',
      withMapping({ url: undefined, employmentType: { from: 'type', map: { full: 'FULLTIME' } } }),
      ['requiredPropertiesAreMapped feeds.jobs.mapping', 'wordsAreThoseOfPostings feeds.jobs.mapping.employmentType.map.full'],
    ],
    [
      'a source of no kind',
      aClient({ feeds: { jobs: aFeedDefinition({ source: { format: { csv: {} } } as never, expect: {} }) } }),
      ['schema feeds.jobs.source', 'feedsHaveAnAbsoluteBound feeds.jobs.expect'],
    ],
    [
      'a list with a wrong item',
      aClient({ feeds: { jobs: aFeedDefinition({ ignore: ['a', 5 as never], expect: {} }) } }),
      ['feedsHaveAnAbsoluteBound feeds.jobs.expect', 'schema feeds.jobs.ignore.1'],
    ],
    [
      'what another feed lacks',
      aClient({ feeds: { jobs: {} as never, more: aFeedDefinition({ expect: {} }) } }),
      [...Array(3).fill('schema feeds.jobs'), 'feedsHaveAnAbsoluteBound feeds.jobs.expect', 'feedsHaveAnAbsoluteBound feeds.more.expect'],
    ],
    [
      'the steps of a property, beside which nothing is said of that property',
      withMapping({ datePosted: { from: 'date', daet: 'iso', zone: 'Europe/Paris' } }),
      ['schema feeds.jobs.mapping.datePosted.daet'],
    ],
    [
      'an overlay',
      { ...aClient(), environments: { staging: { feeds: { jobs: { schedule: { cron: '99 * * * *' }, nonsense: 1 } } } } },
      ['schedulesCanBeRead environments.staging.feeds.jobs.schedule.cron', 'schema environments.staging.feeds.jobs.nonsense'],
    ],
    ['all', { feeds: [] }, ['schema ', 'schema ', 'schema feeds']],
  ])('tells of what else is wrong beside what the schema has against %s', (_, client, expected) => {
    const { problems } = checkFile(parseClient(stringify(client), 'clients/acme.yaml'))

    expect(problems.map(({ rule, path }) => `${rule} ${path.join('.')}`).toSorted()).toEqual(expected.toSorted())
  })
})
