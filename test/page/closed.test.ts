import { describe, expect, it } from 'vitest'
import type { ShownClient } from '../../scripts/model/showing.ts'
import { migrate, readMigrations } from '../../scripts/store/migrate.ts'
import { PageReads } from '../../scripts/store/page-reads.ts'
import { aPosting } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { anApp } from './an-app.ts'
import { remove, seed } from './world.ts'

const all = { limit: 100, offset: 0 }
const lastDay = '2026-03-02'
const during = new Date('2026-03-02T20:00:00Z')
const after = new Date('2026-03-04T08:00:00Z')

const postings = [
  aPosting({ id: 'ever', title: 'Boucher', department: 'Vente' }),
  aPosting({ id: 'ends', title: 'Boulanger', department: 'Fournil', employmentType: ['INTERN'], validThrough: lastDay }),
  aPosting({ id: 'later', title: 'Boucher traiteur', department: 'Vente', validThrough: '2026-05-01' }),
  aPosting({ id: 'gone', validThrough: lastDay }),
]

describe('PageReads of postings whose last day comes', () => {
  it('lists, finds, counts and offers them until it is over, without a run in between', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: postings } }])
    await remove(database.pool, 'acme/jobs', 'gone')
    let now = during
    const reads = new PageReads(database.pool, () => now)
    const client = (await reads.client('acme')) as ShownClient
    const seen = async () => {
      const lists = await Promise.all([{}, { text: 'bou' }, { department: 'Fournil' }].map((filter) => reads.postings(client, filter, all)))
      const { closed, departments } = await reads.choices(client)
      const addresses = await reads.addresses(client, all)
      return {
        lists: lists.map(({ total, postings: found }) => [total, ...found.map(({ posting }) => posting.id)]),
        choices: [closed, ...departments.map(({ value }) => value)],
        addresses: addresses.map(({ id }) => id),
      }
    }

    const before = await seen()
    now = after
    const then = await seen()

    expect(before).toEqual({
      lists: [
        [3, 'ever', 'ends', 'later'],
        [3, 'ever', 'ends', 'later'],
        [1, 'ends'],
      ],
      choices: [0, 'Fournil', 'Vente'],
      addresses: ['ends', 'ever', 'later'],
    })
    expect(then).toEqual({
      lists: [[2, 'ever', 'later'], [2, 'ever', 'later'], [0]],
      choices: [1, 'Vente'],
      addresses: ['ever', 'later'],
    })
  })

  it('pages past them, and tells them from those that were removed', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: postings } }])
    await remove(database.pool, 'acme/jobs', 'gone')
    const reads = new PageReads(database.pool, () => after)
    const client = (await reads.client('acme')) as ShownClient

    const second = await reads.postings(client, {}, { limit: 1, offset: 1 })
    const found = await Promise.all(['ever', 'ends', 'gone'].map((id) => reads.posting(client, 'jobs', id)))

    expect(second.postings.map(({ posting }) => posting.id)).toEqual(['later'])
    expect(found.map((one) => [one?.isClosed, one?.isRemoved])).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ])
  })

  it('knows the last day of those that were stored before lists asked for it', async () => {
    await using database = await testDatabase()
    const migrations = await readMigrations()
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: postings } }])
    const expected = (await database.pool.query('select id, facets from posting order by id')).rows
    await database.pool.query(`update posting set facets = facets - 'validThrough'`)
    await database.pool.query(`delete from migration where name like '0004-%'`)

    const applied = await migrate(database.pool, migrations)

    expect(applied).toEqual(['0004-last-day.sql'])
    expect((await database.pool.query('select id, facets from posting order by id')).rows).toEqual(expected)
  })
})

describe('the page of a closed posting', () => {
  const open = aPosting({ datePosted: '2026-01-01', validThrough: '2026-05-01', applyUrl: 'https://jobs.acme.example/42/apply' })
  const closed = { ...open, validThrough: '2026-02-28' }

  it('says so, and leads neither search engines nor applicants there', async () => {
    const [before, answer] = await Promise.all([open, closed].map((posting) => anApp({ postings: [posting] }).get('/clients/acme/jobs/42')))
    const [wasShown, isShown] = [await before!.text(), await answer!.text()]

    const traits = ['application/ld+json', 'jobs.acme.example/42/apply', 'noindex', 'Cette offre est close', 'jusqu’au 28 février 2026']
    expect(answer!.status).toBe(200)
    expect(traits.map((trait) => [wasShown.includes(trait), isShown.includes(trait)])).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, true],
      [false, true],
    ])
    expect(isShown).toContain('href="https://jobs.acme.example/42"')
  })

  it('is on no list and in no sitemap', async () => {
    const { get } = anApp({ postings: [closed] })

    const list = await (await get('/clients/acme')).text()
    const sitemap = await (await get('/clients/acme/sitemap-1.xml')).text()

    expect(list).toContain('<meta name="client-imports:postings" content="0">')
    expect(list).toContain('Aucune offre pour le moment')
    expect(sitemap.match(/<loc>.*?<\/loc>/g)).toEqual(['<loc>https://jobs.example/clients/acme</loc>'])
  })

  it('does not move others from one sitemap to the next', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({ ...(index === 10_000 ? closed : open), id: String(index) }))
    const { get } = anApp({ postings: many })

    const [index, first, second, third] = await Promise.all(
      ['/sitemap.xml', ...[1, 2, 3].map((part) => `/clients/acme/sitemap-${part}.xml`)].map(get),
    )

    expect((await index!.text()).match(/sitemap-\d/g)).toEqual(['sitemap-1', 'sitemap-2'])
    expect((await first!.text()).match(/<loc>/g)).toHaveLength(10_001)
    expect((await second!.text()).match(/<loc>.*?<\/loc>/g)).toEqual(['<loc>https://jobs.example/clients/acme</loc>'])
    expect(third!.status).toBe(404)
  })
})
