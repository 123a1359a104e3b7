import { describe, expect, it } from 'vitest'
import { differencesOfClient, differencesOfPosting, verifyPages } from '../../scripts/deploy/verify-pages.ts'
import { testDatabase } from '../support/database.ts'
import { deployed, noon } from '../support/environment.ts'

function postingPage(data: object): string {
  return `<html><script type="application/ld+json" nonce="x">${JSON.stringify(data)}</script></html>`
}

describe('differencesOfClient', () => {
  it('is content with the number that is stored', () => {
    expect(differencesOfClient('/clients/acme', '<meta name="client-imports:postings" content="3">', 3)).toEqual([])
  })

  it('tells both numbers where they differ', () => {
    const differences = differencesOfClient('/clients/acme', '<meta name="client-imports:postings" content="2">', 3)

    expect(differences).toEqual(['/clients/acme: 3 postings are stored, the page has 2'])
  })

  it('is not content with a page that does not say', () => {
    expect(differencesOfClient('/clients/acme', '<h1>Acme</h1>', 0)).toHaveLength(1)
  })
})

describe('differencesOfPosting', () => {
  it('is content with the JSON-LD of the stored posting', () => {
    expect(differencesOfPosting('/p', postingPage({ '@type': 'JobPosting', title: 'Boucher' }), { title: 'Boucher' })).toEqual([])
  })

  it.each([
    ['another title', postingPage({ '@type': 'JobPosting', title: 'Boulanger' })],
    ['another type', postingPage({ '@type': 'Organization', title: 'Boucher' })],
    ['no JSON', '<script type="application/ld+json">{</script>'],
    ['no JSON-LD', '<h1>Boucher</h1>'],
  ])('finds %s', (_, html) => {
    expect(differencesOfPosting('/p', html, { title: 'Boucher' })).toHaveLength(1)
  })
})

describe('verifyPages', () => {
  it('looks at every client page and at postings of each feed, by their addresses', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await database.pool.query(
      `insert into posting (feed, id, hash, position, content, facets, first_seen_at, changed_at)
       values ('acme/jobs', 'a/1', '', 1, '{"title": "Boucher"}', '{}', $1, $1)`,
      [noon],
    )
    const asked: string[] = []
    async function fetch(url: URL | string | Request): Promise<Response> {
      const { pathname } = new URL(url instanceof Request ? url.url : url)
      asked.push(pathname)
      if (pathname === '/clients/acme') return new Response('<meta name="client-imports:postings" content="1">')
      return new Response(postingPage({ '@type': 'JobPosting', title: 'Boucher' }))
    }

    const differences = await verifyPages(database.pool, { url: 'https://jobs.example', fetch })

    expect(differences).toEqual([])
    expect(asked).toEqual(['/clients/acme', '/clients/acme/jobs/a%2F1'])
  })

  it('looks again where a run changes the postings meanwhile', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const counts = ['1', '0']
    const fetch = async () => new Response(`<meta name="client-imports:postings" content="${counts.shift()}">`)

    expect(await verifyPages(database.pool, { url: 'https://jobs.example', fetch })).toEqual([])
  })

  it('tells that the web service does not answer', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const fetch = async () => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    }

    const [difference] = await verifyPages(database.pool, { url: 'https://jobs.example', fetch })

    expect(difference).toContain('does not answer: Error: connect ECONNREFUSED')
  })
})
