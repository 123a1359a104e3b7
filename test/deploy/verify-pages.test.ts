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

describe('differencesOfClient', () => {
  it('is content with the number that is stored', () => {
    const page = parsePage(`${canonical}<meta name="client-imports:postings" content="3">`)

    expect(differencesOfClient('/clients/acme', page, 3)).toEqual([])
  })

  it.each([
    ['another number', '<meta name="client-imports:postings" content="2">', '3 postings are stored, the page has 2'],
    ['no number', '<h1>Acme</h1>', 'the page does not say how many postings it has'],
    ['a number that is none', '<meta name="client-imports:postings" content="three">', 'the page does not say how many postings it has'],
  ])('finds %s', (_, html, difference) => {
    expect(differencesOfClient('/clients/acme', parsePage(canonical + html), 3)).toEqual([`/clients/acme: ${difference}`])
  })
})

describe('verifyPages', () => {
  it('looks at every client page and at postings of each feed, by their addresses', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'production', [bakery, { id: 'acme', feeds: { jobs: [] } }])
    const pages = pageApp({ site: aSite(), reader: new PageReads(database.pool, () => noon), onError: console.error })
    const asked: string[] = []
    async function fetch(url: URL | string | Request): Promise<Response> {
      const { pathname } = new URL(url instanceof Request ? url.url : url)
      asked.push(pathname)
      return pages.request(pathname)
    }

    const differences = await verifyPages(database.pool, { url: 'https://jobs.example', fetch, now: () => noon })

    expect(differences).toEqual([])
    expect(asked.toSorted()).toEqual([
      '/clients/acme',
      '/clients/maison-ferrand',
      '/clients/maison-ferrand/offres/MF-2601',
      '/clients/maison-ferrand/offres/MF-2602',
    ])
  })

  it('tells what differs for as long as it does, of the clients asked for', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'production', [bakery, { id: 'acme', feeds: { jobs: [] } }])
    const pages = pageApp({ site: aSite(), reader: new PageReads(database.pool, () => noon), onError: console.error })
    const fetch = async (url: URL | string | Request) => {
      const answer = await pages.request(new URL(String(url)).pathname)
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

  it('knows which postings are closed, and looks at one of them', async () => {
    await using database = await testDatabase()
    const [first, ...others] = bakeryPostings
    const postings = [{ ...first!, validThrough: '2026-02-01' }, ...others]
    await seed(database.pool, 'production', [{ ...bakery, feeds: { offres: postings } }])
    const asked: string[] = []
    const verify = (shownAt: Date) => {
      const pages = pageApp({ site: aSite(), reader: new PageReads(database.pool, () => shownAt), onError: console.error })
      const fetch = async (url: URL | string | Request) => {
        asked.push(new URL(String(url)).pathname)
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
