import { describe, expect, it } from 'vitest'
import type { FeedOverview, Overview, RunOverview, ServiceOverview } from '../../scripts/model/showing.ts'
import { renderOperatorPage } from '../../scripts/page/operator-page.ts'
import { withoutReplaced } from '../../scripts/page/operator-services.ts'
import { commandsFor, troublesOf } from '../../scripts/page/operator-troubles.ts'
import { aSite } from './world.ts'

const now = new Date('2026-03-02T12:00:00Z')

function aRun(overrides: Partial<RunOverview> = {}): RunOverview {
  return {
    id: '7',
    startedAt: now,
    finishedAt: now,
    outcome: 'saved',
    cause: undefined,
    counts: undefined,
    reasons: [],
    warnings: [],
    warnedBy: undefined,
    ...overrides,
  }
}

function aFeedOverview(id: string, lastRun?: RunOverview): FeedOverview {
  return { id, clientName: 'Acme', slug: 'acme', postings: 3, nextRunAt: undefined, lastRun }
}

function anOverview(overrides: Partial<Overview> = {}): Overview {
  const live = { environment: 'production', release: 'r1', since: now } as const
  const queue = { waiting: 0, running: 0, retrying: 0, due: 0, oldestAt: undefined }
  return { live, feeds: [], feedTotal: 0, queue, services: [aService()], ...overrides }
}

function aService(overrides: Partial<ServiceOverview> = {}): ServiceOverview {
  return { kind: 'worker', release: 'r1', startedAt: now, seenAt: now, address: undefined, isSilent: false, ...overrides }
}

const held = aRun({ id: '41', outcome: 'held', cause: 'expectation', reasons: ['postings: 3, expected at least 40'] })
const failed = aRun({ id: '42', outcome: 'failed', cause: 'timeout', reasons: ['no answer within 30 s'] })

describe('troublesOf', () => {
  it('names what was held or failed, then what only warns, and nothing that is well or still running', () => {
    const feeds = [
      aFeedOverview('a/warns', aRun({ warnings: ['12 records skipped'] })),
      aFeedOverview('a/well', aRun()),
      aFeedOverview('a/failed', failed),
      aFeedOverview('a/running', aRun({ outcome: undefined })),
      aFeedOverview('a/new'),
      aFeedOverview('a/held', held),
    ]

    expect(troublesOf(feeds).map(({ feed }) => feed)).toEqual(['a/failed', 'a/held', 'a/warns'])
  })
})

describe('commandsFor', () => {
  it.each([
    ['held', 'local', held, ['npm run accept -- 41', 'npm run import -- acme/jobs']],
    ['held', 'production', held, ['npm run accept -- 41 --environment production', 'npm run import -- acme/jobs --environment production']],
    ['failed', 'local', failed, ['npm run import -- acme/jobs']],
    ['saved', 'local', aRun({ warnings: ['x'] }), []],
  ] as const)('has for a run that was %s in %s what helps', (_, environment, run, commands) => {
    expect(commandsFor(environment, 'acme/jobs', run).map(([, command]) => command)).toEqual(commands)
  })
})

describe('withoutReplaced', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour))
  const killed = (from: number, until: number) => aService({ startedAt: at(from), seenAt: at(until), isSilent: true })

  it('keeps services that are heard of, and a silent one that none has followed', () => {
    const services = [aService({ startedAt: at(2) }), killed(1, 3), aService({ kind: 'web', startedAt: at(4) })]

    expect(withoutReplaced(services)).toEqual(services)
  })

  it('leaves out each that was killed and replaced, also by one that was killed itself', () => {
    const alive = aService({ startedAt: at(6) })

    expect(withoutReplaced([killed(1, 3), killed(4, 5), alive])).toEqual([alive])
  })

  it('misses two of three that were killed where one was started', () => {
    const [first, second, third, alive] = [killed(1, 3), killed(1, 4), killed(2, 5), aService({ startedAt: at(6) })]

    expect(withoutReplaced([first, second, third, alive])).toEqual([second, third, alive])
  })
})

describe('renderOperatorPage', () => {
  const render = async (overview: Partial<Overview>) => String(await renderOperatorPage(aSite(), anOverview(overview), now))

  it('says of a held run why, what to do about it, and with which command', async () => {
    const page = await render({ feeds: [aFeedOverview('acme/jobs', held)], feedTotal: 1 })

    expect(page).toContain('<title>(1) production · client-imports</title>')
    for (const words of ['run 41', 'accept the run if they are right', 'postings: 3, expected at least 40', 'npm run accept -- 41'])
      expect(page).toContain(words)
  })

  it('says of warnings of an earlier run that they are', async () => {
    const run = aRun({ outcome: 'unchanged', warnings: ['12 records skipped'], warnedBy: '3' })

    const page = await render({ feeds: [aFeedOverview('acme/jobs', run)], feedTotal: 1 })

    expect(page).toContain('As before: the feed is as run 3 read it.')
    expect(page).toContain('<li>12 records skipped</li>')
  })

  it('says that nothing needs anyone', async () => {
    const page = await render({ feeds: [aFeedOverview('acme/jobs', aRun())], feedTotal: 1 })

    expect(page).toContain('<title>production · client-imports</title>')
    expect(page).toContain('the last run of every feed ended well')
  })

  it.each([
    ['no service at all', []],
    ['a web service alone', [aService({ kind: 'web' })]],
    ['a worker that is silent', [aService({ isSilent: true })]],
  ])('says that no worker is alive, and how one is started: %s', async (_, services) => {
    const page = await render({ feeds: [aFeedOverview('acme/jobs', aRun())], feedTotal: 1, services })

    expect(page).toContain('<title>(1) production · client-imports</title>')
    expect(page).toContain('npm run work -- --web https://jobs.example')
    expect(page).not.toContain('ended well')
  })

  it('wants no worker where nothing is deployed', async () => {
    expect(await render({ services: [] })).not.toContain('npm run work')
  })

  it('stays readable where everything failed at once, with sentences from anywhere', async () => {
    const run = aRun({ outcome: 'failed', cause: 'wrongFormat', reasons: Array.from({ length: 9 }, () => '<img src=x onerror=alert(1)>') })
    const feeds = Array.from({ length: 40 }, (_, index) => aFeedOverview(`acme/f${index}`, run))

    const page = await render({ feeds, feedTotal: 40 })

    expect(page).toContain('and 15 more: see the table')
    expect(page).toContain('and 4 more')
    expect(page).not.toContain('<img')
  })

  it.each([
    [{ added: 14, changed: 0, removed: 2, unchanged: 97 }, [], '14 added, 2 removed, 97 unchanged'],
    [{ added: 0, changed: 1, removed: 0, unchanged: 0 }, ['x'], '1 changed <span class="doubt">1 warning</span>'],
    [undefined, ['x', 'y'], '<span class="doubt">2 warnings</span>'],
    [undefined, [], ''],
  ])('says in words what a run changed: %o', async (counts, warnings, expected) => {
    const page = await render({ feeds: [aFeedOverview('acme/jobs', aRun({ counts, warnings }))], feedTotal: 1 })

    expect(page.replaceAll('\u00a0', ' ')).toContain(`data-label="What came of it">${expected}</td>`)
  })

  it('says of each time that it is in UTC', async () => {
    const feed = { ...aFeedOverview('acme/jobs', aRun({ finishedAt: new Date('2026-02-01T03:04:05Z') })), nextRunAt: now }

    const page = await render({ feeds: [feed], feedTotal: 1 })

    expect(page).toContain('>2026-02-01 03:04 UTC</time>')
    expect(page).toContain('>2026-03-02 12:00 UTC</time>')
  })

  it('shows the load of the queue', async () => {
    const queue = { waiting: 3, running: 4, retrying: 1, due: 2, oldestAt: new Date(now.getTime() - 5 * 60_000) }

    const page = await render({ queue })

    expect([...page.matchAll(/<dt>(.*?)<\/dt><dd>(?:<time[^>]*>)?(.*?)</g)].map(([, name, value]) => `${name}: ${value}`)).toEqual([
      'due: 2',
      'waiting: 3',
      'running: 4',
      'to be tried again: 1',
      'waiting longest: 5 min ago',
    ])
  })
})
