import { describe, expect, it } from 'vitest'
import { pageApp } from '../../scripts/page/app.ts'
import { listen } from '../../scripts/service/listen.ts'
import { PageReads } from '../../scripts/store/page-reads.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type Ran, runVerb } from '../support/verb.ts'
import { bakery, bakeryPostings } from './bakery.ts'
import { aSite, seed } from './world.ts'

function verify({ url }: TestDatabase, ...words: readonly string[]): Promise<Ran> {
  return runVerb('verify', ['--environment', 'staging', ...words], { variables: { DATABASE_URL: url } })
}

/** A web service over what is stored, whose answers a test may change. */
async function serve({ pool }: TestDatabase, change: (html: string) => string) {
  const pages = pageApp({ site: aSite({ environment: 'staging' }), reader: new PageReads(pool, () => new Date()), onError: console.error })
  const server = await listen({ host: '127.0.0.1', port: 0 }, () => async (request) => {
    const answer = await pages.fetch(request)
    return new Response(change(await answer.text()), answer)
  })
  return { url: server.url, [Symbol.asyncDispose]: () => server.stop(1_000) }
}

describe('npm run verify', () => {
  it('is content with pages that show what is stored', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [bakery, { id: 'acme', feeds: { jobs: [] } }])
    await using web = await serve(database, (html) => html)

    expect(await verify(database, '--web', web.url)).toMatchObject({ code: 0, stdout: 'the pages of 2 clients are right\n' })
  })

  it('exits with 2 and names what differs, of the clients asked for', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [bakery, { id: 'acme', feeds: { jobs: [] } }])
    await using web = await serve(database, (html) => html.replace('content="23"', 'content="20"'))

    const one = await verify(database, 'maison-ferrand', '--web', web.url, '--json')
    const other = await verify(database, 'acme', '--web', web.url)

    expect(one.code).toBe(2)
    expect(JSON.parse(one.stdout)).toEqual({
      clients: ['maison-ferrand'],
      differences: ['/clients/maison-ferrand: 23 postings are stored, the page has 20'],
      notes: [],
    })
    expect(other).toMatchObject({ code: 0, stdout: 'the pages of 1 client are right\n' })
  })

  it('notes which postings are on no list or without markup, which is no difference', async () => {
    await using database = await testDatabase()
    const postings = [{ ...bakeryPostings[0]!, validThrough: '2020-01-01' }, ...bakeryPostings.slice(1)]
    await seed(database.pool, 'staging', [{ ...bakery, feeds: { offres: postings } }])
    await database.pool.query(
      `insert into run (feed, release, fencing_token, started_at, finished_at, outcome, measured)
       values ('maison-ferrand/offres', 'r1', 1, now(), now(), 'saved', '{"unmarked": {"postings": 4, "lacking": {"datePosted": 4}}}')`,
    )
    await using web = await serve(database, (html) => html)

    const { code, stdout } = await verify(database, '--web', web.url)

    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toEqual([
      'note: maison-ferrand: 1 of 23 postings is on no list, since the last day of publication is over',
      'note: maison-ferrand: 4 of 23 postings are shown without JobPosting markup: npm run preview says what they lack',
      'the pages of 1 client are right',
    ])
  })

  it('suggests the client that was meant', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [bakery])

    const { code, stderr } = await verify(database, 'maison-ferand')

    expect([code, stderr.trim()]).toEqual([1, 'no client "maison-ferand" is live here: did you mean "maison-ferrand"?'])
  })
})
