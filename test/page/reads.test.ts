import { describe, expect, it } from 'vitest'
import type { Queryable } from '../../scripts/store/database.ts'
import { readOverview } from '../../scripts/store/overview-reads.ts'
import { PageReads } from '../../scripts/store/page-reads.ts'
import { reportService } from '../../scripts/store/services.ts'
import { aPosting, noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { bakery, bakeryPostings } from './bakery.ts'
import { readsOf, remove, savePostings, seed } from './world.ts'

const all = { limit: 100, offset: 0 }

describe('PageReads', () => {
  it('finds a client by its slug, with its feeds and all its live postings', async () => {
    await using database = await testDatabase()
    const feeds = { jobs: [aPosting(), aPosting({ id: 'gone' })], careers: [aPosting()] }
    await seed(database.pool, 'staging', [{ id: 'acme', page: { slug: 'acme-group' }, feeds }, bakery])
    await remove(database.pool, 'acme/jobs', 'gone')

    const { reads, client } = await readsOf(database, 'acme-group')

    expect(client).toEqual({
      id: 'acme',
      name: 'Acme Group',
      page: { language: 'fr', title: 'Acme recrute', slug: 'acme-group' },
      feeds: ['acme/careers', 'acme/jobs'],
      postings: 2,
      version: expect.any(String),
    })
    expect(await reads.client('acme')).toBeUndefined()
    // PostgreSQL has no text with U+0000.
    expect(await reads.client('acme-group\0')).toBeUndefined()
    expect((await reads.clients()).map(({ id, postings }) => [id, postings])).toEqual([
      ['acme', 2],
      ['maison-ferrand', 23],
    ])
  })

  it('shows the newest postings first, whichever feed they came by, and in the client’s own order those that came together', async () => {
    await using database = await testDatabase()
    const named = (...ids: string[]) => ids.map((id) => aPosting({ id }))
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: named('b', 'a', 'c'), careers: named('y', 'x') } }])
    await savePostings(database.pool, 'acme/jobs', named('e', 'd', 'b', 'a', 'c'), new Date('2026-03-03T08:00:00Z'))
    await savePostings(database.pool, 'acme/careers', named('y', 'x', 'z'), new Date('2026-03-04T08:00:00Z'))
    await savePostings(database.pool, 'acme/jobs', named('f', 'e', 'd', 'b', 'a', 'c'), new Date('2026-03-05T08:00:00Z'))
    const { reads, client } = await readsOf(database, 'acme')

    const pages = await Promise.all([0, 3, 6].map((offset) => reads.postings(client, {}, { limit: 3, offset })))
    const filtered = await reads.postings(client, { place: 'Lyon' }, { limit: 9, offset: 0 })

    const newestFirst = ['f', 'z', 'e', 'd', 'y', 'x', 'b', 'a', 'c']
    expect(pages.flatMap(({ postings }) => postings.map(({ posting }) => posting.id))).toEqual(newestFirst)
    expect(filtered.postings.map(({ posting }) => posting.id)).toEqual(newestFirst)
  })

  it('pages through live postings in the client’s own order, each once', async () => {
    await using database = await testDatabase()
    // Neither the order of ids nor that of dates.
    const order = bakeryPostings.toSorted((one, other) => one.title.localeCompare(other.title))
    await seed(database.pool, 'staging', [{ ...bakery, feeds: { offres: order } }])
    await remove(database.pool, 'maison-ferrand/offres', 'MF-2603')
    const { reads, client } = await readsOf(database, 'maison-ferrand')

    const first = await reads.postings(client, {}, { limit: 20, offset: 0 })
    const second = await reads.postings(client, {}, { limit: 20, offset: 20 })

    expect([first.total, second.total]).toEqual([22, 22])
    expect([...first.postings, ...second.postings].map(({ posting }) => posting.id)).toEqual(
      order.map(({ id }) => id).filter((id) => id !== 'MF-2603'),
    )
    expect(first.postings[0]!.posting).not.toHaveProperty('description')
  })

  it('offers what live postings have, by the same name as the filter takes', async () => {
    await using database = await testDatabase()
    const postings = [
      aPosting({
        id: '1',
        location: [{ city: 'Lyon' }, { text: 'Partout' }],
        department: 'Vente',
        employmentType: ['FULL_TIME', 'INTERN'],
      }),
      aPosting({ id: '2', location: [{ region: 'Rhône' }], employmentType: ['FULL_TIME'] }),
      aPosting({ id: '3', location: [{ city: 'Lyon' }], department: 'Vente' }),
      aPosting({ id: 'gone', location: [{ city: 'Nice' }], department: 'Achat' }),
    ]
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: postings } }, bakery])
    await remove(database.pool, 'acme/jobs', 'gone')
    const { reads, client } = await readsOf(database, 'acme')

    const choices = await reads.choices(client)

    expect(choices).toEqual({
      closed: 0,
      places: [
        { value: 'Lyon', count: 2 },
        { value: 'Partout', count: 1 },
        { value: 'Rhône', count: 1 },
      ],
      departments: [{ value: 'Vente', count: 2 }],
      contracts: [
        { value: 'FULL_TIME', count: 2 },
        { value: 'INTERN', count: 1 },
      ],
    })
    for (const { value, count } of choices.places) expect((await reads.postings(client, { place: value }, all)).total).toBe(count)
  })

  it('finds a posting whole, tells a removed one, and none of another client', async () => {
    await using database = await testDatabase()
    const hostile = aPosting({ id: `'); drop table posting; --` })
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: [hostile, aPosting({ id: 'gone' })] } }, bakery])
    await remove(database.pool, 'acme/jobs', 'gone')
    const { reads, client } = await readsOf(database, 'acme')

    const ids = [hostile.id, 'gone', 'MF-2601', 'a\0b']
    const found = await Promise.all(ids.map((id) => reads.posting(client, 'jobs', id)))

    expect(found.map((each) => each && [each.posting.id, each.isRemoved])).toEqual([
      [hostile.id, false],
      ['gone', true],
      undefined,
      undefined,
    ])
    expect(found[0]!.posting).toEqual(hostile)
    expect(await reads.posting(client, '../maison-ferrand/offres', 'MF-2601')).toBeUndefined()
  })

  it('reads a page of 10,000 postings by index', async () => {
    await using database = await testDatabase()
    const postings = Array.from({ length: 10_000 }, (_, index) => aPosting({ id: `${index}` }))
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: postings, careers: [] } }])
    // VACUUM takes no row for visible to all before its commit is on disk, for which this server does not wait.
    await database.pool.query('checkpoint')
    await database.pool.query('vacuum analyze posting')
    const { client } = await readsOf(database, 'acme')
    const asked: [sql: string, parameters: unknown[]][] = []
    const query = async (...words: [string, unknown[]]) => {
      asked.push(words)
      return database.pool.query(...words)
    }

    const last = await new PageReads({ query } as Queryable, () => noon).postings(client, {}, { limit: 20, offset: 9_980 })

    const [sql, parameters] = asked.at(-1)!
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, parameters)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect([last.total, last.postings.at(-1)!.posting.id]).toEqual([10_000, '9999'])
    expect(plan).toContain('Index Only Scan using posting_newest')
    expect(plan).not.toContain('Seq Scan')
  })
})

describe('readOverview', () => {
  const now = new Date('2026-03-02T12:00:00Z')

  it('shows what needs someone first, with its last run, and services with their last sign of life', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [
      { id: 'acme', feeds: { jobs: [aPosting()] } },
      { id: 'zeta', feeds: { jobs: [] } },
    ])
    await database.pool.query(
      `insert into run (feed, release, fencing_token, started_at, finished_at, outcome, cause, counts, reasons) values
       ('acme/jobs', 'r1', 1, $1, $1, 'failed', 'timeout', null, '[]'),
       ('acme/jobs', 'r1', 2, $1, $1, 'saved', null, '{"added":1,"changed":0,"removed":0,"unchanged":0}', '[]'),
       ('zeta/jobs', 'r1', 3, $1, $1, 'held', 'empty', null, '["no postings"]')`,
      [now],
    )
    const service = { id: '00000000-0000-4000-8000-000000000001', kind: 'worker', release: 'r1' } as const
    await reportService(database.pool, service, new Date(now.getTime() - 60_000))

    const { live, feeds, feedTotal, services } = await readOverview(database.pool, now)

    expect(live).toMatchObject({ environment: 'staging', release: 'r1' })
    expect(feeds.map(({ id, postings, lastRun }) => [id, postings, lastRun?.outcome, lastRun?.cause, lastRun?.counts?.added])).toEqual([
      ['zeta/jobs', 0, 'held', 'empty', undefined],
      ['acme/jobs', 1, 'saved', undefined, 1],
    ])
    expect(feeds[0]!.lastRun).toMatchObject({ reasons: ['no postings'], warnings: [] })
    expect(feedTotal).toBe(2)
    expect(services).toMatchObject([{ kind: 'worker', release: 'r1', isSilent: true }])
  })
})

describe('ChoiceReads', () => {
  it('counts anew once a run has saved, and not before', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: [aPosting({ id: '1' }), aPosting({ id: '2' })] } }])
    const { reads } = await readsOf(database, 'acme')
    const numbers = async () => (await reads.choices((await reads.client('acme'))!)).places.map(({ count }) => count)

    const first = await numbers()
    await remove(database.pool, 'acme/jobs', '2')
    const remembered = await numbers()
    await database.pool.query(
      `insert into run (feed, release, fencing_token, started_at, finished_at, outcome, measured) values ('acme/jobs', 'r1', 1, now(), now(), 'saved', '{}')`,
    )

    expect([first, remembered, await numbers()]).toEqual([[2], [2], [1]])
  })

  it('asks again after PostgreSQL failed', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: [aPosting()] } }])
    const { reads, client } = await readsOf(database, 'acme')

    await database.pool.query('alter table posting rename to away')
    await expect(reads.choices(client)).rejects.toThrow('reading for a page')
    await database.pool.query('alter table away rename to posting')

    expect((await reads.choices(client)).places).toEqual([{ value: 'Lyon', count: 1 }])
  })
})
