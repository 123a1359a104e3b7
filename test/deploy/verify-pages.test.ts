import { describe, expect, it } from 'vitest'
import { parsePage } from '../../scripts/deploy/page-content.ts'
import { differencesOfClient, verifyPages } from '../../scripts/deploy/verify-pages.ts'
import { pageApp } from '../../scripts/page/app.ts'
import { PageReads } from '../../scripts/store/page-reads.ts'
import { bakery, bakeryPostings } from '../page/bakery.ts'
import { aSite, seed } from '../page/world.ts'
import { noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { deployed } from '../support/environment.ts'

const canonical = '<link rel="canonical" href="https://jobs.example/clients/acme">'

const path = '/clients/acme'

function pathOf(url: URL | string | Request): string {
  const { pathname, search } = new URL(url instanceof Request ? url.url : url)
  return `${pathname}${search}`
}

/** A page of Acme's list that says how many postings there are, and leads to some of them and to other pages. */
function aListPage({ says = '45', from = 1, to = 20, pages = 3 } = {}) {
  const links = Array.from({ length: to - from + 1 }, (_, index) => `<a href="${path}/jobs/${from + index}">Boucher</a>`)
  const paging = Array.from({ length: pages }, (_, index) => `<a href="${path}?page=${index + 1}">${index + 1}</a>`)
  return parsePage(`${canonical}<meta name="client-imports:postings" content="${says}">${links.join('')}${paging.join('')}`)
}

describe('differencesOfClient', () => {
  it('is content with a page that says and lists what is stored', () => {
    const [first, last] = [aListPage(), aListPage({ from: 41, to: 45 })]

    expect(differencesOfClient(path, { first, last, pages: 3 }, 45)).toEqual([])
  })

  it.each<[string, Parameters<typeof aListPage>[0] & {}, string[]]>([
    ['another number', { says: '44' }, ['45 postings are stored, the page has 44']],
    ['no number', { says: '' }, ['the page does not say how many postings it has']],
    ['a number that is none', { says: 'many' }, ['the page does not say how many postings it has']],
    ['a posting less', { to: 44 }, ['45 postings are stored, the list leads to 44']],
    ['a posting twice', { from: 40, to: 45 }, ['45 postings are stored, the list leads to 46']],
    ['as many as it says and no more', { says: '40', from: 41, to: 40 }, ['45 postings are stored, the page has 40']],
    [
      'no list',
      { says: '46', from: 41, to: 40 },
      ['45 postings are stored, the page has 46', '45 postings are stored, the list leads to 40'],
    ],
  ])('finds %s', (_, change, differences) => {
    const last = aListPage({ from: 41, to: 45, ...change })
    const first = aListPage({ says: change.says ?? '45' })

    expect(differencesOfClient(path, { first, last, pages: 3 }, 45)).toEqual(differences.map((difference) => `${path}: ${difference}`))
  })
})

describe('verifyPages', () => {
  it('looks at every client page and at postings of each feed, by their addresses', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'production', [bakery, { id: 'acme', feeds: { jobs: [] } }])
    const pages = pageApp({ site: aSite(), reader: new PageReads(database.pool, () => noon), onError: console.error })
    const asked: string[] = []
    async function fetch(url: URL | string | Request): Promise<Response> {
      asked.push(pathOf(url))
      return pages.request(asked.at(-1)!)
    }

    const differences = await verifyPages(database.pool, { url: 'https://jobs.example', fetch, now: () => noon })

    expect(differences).toEqual([])
    expect(asked.toSorted()).toEqual([
      '/clients/acme',
      '/clients/maison-ferrand',
      '/clients/maison-ferrand/offres/MF-2601',
      '/clients/maison-ferrand/offres/MF-2602',
      '/clients/maison-ferrand?page=2',
    ])
  })

  it('tells what differs for as long as it does, of the clients asked for', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'production', [bakery, { id: 'acme', feeds: { jobs: [] } }])
    const pages = pageApp({ site: aSite(), reader: new PageReads(database.pool, () => noon), onError: console.error })
    const fetch = async (url: URL | string | Request) => {
      const answer = await pages.request(pathOf(url))
      return new Response((await answer.text()).replaceAll('Boulanger', 'Boucher').replace('content="23"', 'content="22"'))
    }
    const web = { url: 'https://jobs.example', fetch, now: () => noon }

    const differences = await verifyPages(database.pool, web, ['maison-ferrand'])

    expect(differences).toEqual([
      '/clients/maison-ferrand: 23 postings are stored, the page has 22',
      '/clients/maison-ferrand/offres/MF-2601: title is stored as "Boulanger de nuit F/H", shown as "Boucher de nuit F/H"',
      '/clients/maison-ferrand/offres/MF-2601: title is stored as "Boulanger de nuit F/H", and not on the page',
    ])
    expect(await verifyPages(database.pool, web, ['acme'])).toEqual([])
  })

  it('finds a list that lacks a posting, and a title that only the browser shows', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'production', [bakery])
    const pages = pageApp({ site: aSite(), reader: new PageReads(database.pool, () => noon), onError: console.error })
    const fetch = async (url: URL | string | Request) => {
      const html = await (await pages.request(pathOf(url))).text()
      return new Response(html.replace(/<li class="posting">[\s\S]*?<\/li>/, '').replace(/(<h1 dir[^>]*>)Boulanger/, '$1Boucher'))
    }

    expect(await verifyPages(database.pool, { url: 'https://jobs.example', fetch, now: () => noon })).toEqual([
      '/clients/maison-ferrand: 23 postings are stored, the list leads to 21',
      '/clients/maison-ferrand/offres/MF-2601: title is stored as "Boulanger de nuit F/H", and not on the page',
    ])
  })

  it('knows which postings are closed, and looks at one of them', async () => {
    await using database = await testDatabase()
    const [first, ...others] = bakeryPostings
    const postings = [{ ...first!, validThrough: '2026-02-01' }, ...others]
    await seed(database.pool, 'production', [{ ...bakery, feeds: { offres: postings } }])
    const asked: string[] = []
    const verify = (shownAt: Date) => {
      const pages = pageApp({ site: aSite(), reader: new PageReads(database.pool, () => shownAt), onError: console.error })
      const fetch = async (url: URL | string | Request) => {
        asked.push(pathOf(url))
        return pages.request(asked.at(-1)!)
      }
      return verifyPages(database.pool, { url: 'https://jobs.example', fetch, now: () => noon })
    }

    const same = await verify(noon)
    const paths = asked.splice(0)
    const earlier = await verify(new Date('2026-01-31T12:00:00Z'))

    expect(same).toEqual([])
    expect(paths).toContain('/clients/maison-ferrand/offres/MF-2601')
    expect(earlier).toEqual([
      '/clients/maison-ferrand: 22 postings are stored, the page has 23',
      '/clients/maison-ferrand/offres/MF-2601: the posting is closed, and the page says otherwise',
    ])
  })

  it('looks again where a run changes the postings meanwhile', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const counts = ['1', '0']
    const fetch = async () => new Response(`${canonical}<meta name="client-imports:postings" content="${counts.shift()}">`)

    expect(await verifyPages(database.pool, { url: 'https://jobs.example', fetch, now: () => noon })).toEqual([])
  })

  it('tells that the web service does not answer', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const fetch = async () => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    }

    const [difference] = await verifyPages(database.pool, { url: 'https://jobs.example', fetch, now: () => noon })

    expect(difference).toContain('does not answer: Error: connect ECONNREFUSED')
  })
})
