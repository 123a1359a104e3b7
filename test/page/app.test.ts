import { describe, expect, it } from 'vitest'
import { postingPath } from '../../scripts/model/page-path.ts'
import { aPosting } from '../support/build.ts'
import { anApp, type World } from './an-app.ts'

describe('pageApp', () => {
  it('says to a deployment how many postings are live, on every page of the list', async () => {
    const { get } = anApp({ postings: Array.from({ length: 45 }, (_, index) => aPosting({ id: `${index}` })) })

    for (const path of ['/clients/acme', '/clients/acme?page=3', '/clients/acme?q=nothing']) {
      expect(await (await get(path)).text()).toContain('<meta name="client-imports:postings" content="45">')
    }
  })

  it('answers a page beyond the last with 404', async () => {
    const { get } = anApp()

    expect([(await get('/clients/acme?page=1')).status, (await get('/clients/acme?page=2')).status]).toEqual([200, 404])
  })

  it.each([
    'a/b',
    'ü ñ',
    '100%',
    '%2F',
    '%252F',
    'a?b#c',
    '<script>',
    "o'clock",
    '日本',
    'sitemap-1.xml',
    'a\nb',
    '1+1',
    '.',
    '..',
    '~.',
    '~~..',
    '...',
    '~',
  ])('finds the posting with the id %j under its address', async (id) => {
    const { get } = anApp({ postings: [aPosting({ id, title: 'found' }), aPosting({ id: `~${id}` })] })

    // As a browser reads it: it takes `.` and `..` out of a path.
    const answer = await get(new URL(postingPath('acme', 'acme/jobs', id), 'https://jobs.example').pathname)

    expect([answer.status, (await answer.text()).includes('>found</h1>')]).toEqual([200, true])
  })

  it('answers a removed posting with 410 and a way back', async () => {
    const { get } = anApp({ removed: ['42'] })

    const answer = await get('/clients/acme/jobs/42')

    expect(answer.status).toBe(410)
    expect(await answer.text()).toContain('<a class="button" href="/clients/acme">Toutes les offres</a>')
  })

  it.each(['/', '/clients', '/clients/nobody', '/clients/acme/jobs/nothing', '/clients/acme/other/42', '/clients/acme/a/b/c', '/operator'])(
    'answers %s with a friendly 404',
    async (path) => {
      const answer = await anApp().get(path)

      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8'])
      expect(await answer.text()).toContain(path.startsWith('/clients/acme/') ? 'Cette page n’existe pas' : 'This page does not exist')
    },
  )

  it('leads on who asks by POST, as Facebook does, where the client has a page there', async () => {
    const facebook = { page: { slug: 'acme', language: 'fr', title: 'Acme', facebook: { pageId: '1234567890' } } } as const
    const post = (world: World, path: string) =>
      anApp(world).app.request(path, { method: 'POST', body: new URLSearchParams({ signed_request: 'x.y' }) })

    const [shown, without, posting] = [
      await post({ client: facebook }, '/clients/acme?fb_locale=fr_FR'),
      await post({}, '/clients/acme'),
      await post({ client: facebook }, '/clients/acme/jobs/42'),
    ]

    expect([shown.status, shown.headers.get('location')]).toEqual([303, '/clients/acme'])
    expect([without.status, posting.status]).toEqual([404, 404])
  })

  it('tells of a failure, and shows none of it', async () => {
    const { app, reader, errors } = anApp()
    reader.client = async () => {
      throw new Error('password is hunter2')
    }

    const answer = await app.request('/clients/acme')

    expect([answer.status, errors]).toEqual([500, ['/clients/acme: password is hunter2']])
    // Over as soon as it is over: whoever keeps pages for others must not keep this one.
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).not.toContain('hunter2')
  })

  it('reports the environment and the release that is live', async () => {
    expect(await (await anApp().get('/healthz')).json()).toEqual({
      status: 'ok',
      environment: 'production',
      release: 'r1',
      since: '2026-03-02T08:00:00.000Z',
    })
  })
})

describe('entity tags', () => {
  it('spare a browser the page that it has, with the headers that it would have come with', async () => {
    const { app } = anApp()
    const first = await app.request('/clients/acme')
    const etag = first.headers.get('etag')!

    const again = await app.request('/clients/acme', { headers: { 'If-None-Match': `"other", ${etag}` } })

    expect([again.status, await again.text(), again.headers.get('cache-control')]).toEqual([304, '', 'public, max-age=60'])
    expect(again.headers.get('content-security-policy')).toBe(first.headers.get('content-security-policy'))
  })

  it('change with whatever the page shows', async () => {
    const tagOf = async (world: World, path = '/clients/acme') => (await anApp(world).get(path)).headers.get('etag')
    const first = await tagOf({})

    expect(await tagOf({})).toBe(first)
    expect(await tagOf({ postings: [aPosting({ title: 'Boulanger' })] })).not.toBe(first)
    expect(await tagOf({ site: { stylesheet: 'p{}' } })).not.toBe(first)
    expect(await tagOf({}, '/clients/acme/jobs/nothing')).toBeNull()
  })
})

describe('headers', () => {
  it('let nobody frame a page, and run no script', async () => {
    const { headers } = await anApp().get('/clients/acme')

    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self' 'sha256-[\w+/=]{44}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    )
    expect([headers.get('x-frame-options'), headers.get('x-content-type-options')]).toEqual(['DENY', 'nosniff'])
  })

  it('let Facebook alone frame the pages of a client that has a Facebook page', async () => {
    const { get } = anApp({ client: { page: { slug: 'acme', language: 'fr', title: 'Acme', facebook: { pageId: '12345' } } } })

    for (const path of ['/clients/acme', '/clients/acme/jobs/42', '/clients/acme/jobs/nothing']) {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy')).toMatch(/frame-ancestors https:\/\/www\.facebook\.com https:\/\/\*\.facebook\.com$/)
      expect(headers.get('x-frame-options')).toBeNull()
    }
  })
})
