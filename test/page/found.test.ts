import { describe, expect, it } from 'vitest'
import { aPosting } from '../support/build.ts'
import { anApp } from './an-app.ts'

describe('robots and canonical links', () => {
  it('lets production be found, by its own address', async () => {
    const { get } = anApp()
    const answer = await get('/clients/acme/jobs/42')
    const text = await answer.text()

    expect(answer.headers.get('x-robots-tag')).toBeNull()
    expect(text).not.toContain('noindex')
    expect(text).toContain('<link rel="canonical" href="https://jobs.example/clients/acme/jobs/42">')
    expect(text).toContain('<meta property="og:description" content="Vous servez nos clients.">')
    expect(text).toContain('<meta property="og:locale" content="fr_FR">')
    expect(await (await get('/robots.txt')).text()).toContain('Sitemap: https://jobs.example/sitemap.xml')
  })

  it.each(['/clients/acme?q=x', '/clients/acme/jobs/nothing', '/nothing'])('keeps %s out of search engines', async (path) => {
    expect(await (await anApp().get(path)).text()).toContain('<meta name="robots" content="noindex">')
  })

  it.each(['/clients/acme', '/clients/acme/jobs/42', '/robots.txt', '/sitemap.xml', '/healthz'])(
    'keeps %s of staging out of search engines',
    async (path) => {
      const { get } = anApp({ site: { environment: 'staging' } })

      const answer = await get(path)

      expect(answer.headers.get('x-robots-tag')).toBe('noindex')
      if (path.startsWith('/clients')) expect(await answer.text()).toContain('<meta name="robots" content="noindex">')
    },
  )

  it('lists live postings in sitemaps, and no removed one', async () => {
    const { get } = anApp({ postings: [aPosting({ id: 'a&b' }), aPosting({ id: 'gone' })], removed: ['gone'] })

    const locations = async (path: string) => [...(await (await get(path)).text()).matchAll(/<loc>(.*?)<\/loc>/g)].map((found) => found[1])

    expect(await locations('/sitemap.xml')).toEqual(['https://jobs.example/clients/acme/sitemap-1.xml'])
    expect(await locations('/clients/acme/sitemap-1.xml')).toEqual([
      'https://jobs.example/clients/acme',
      'https://jobs.example/clients/acme/jobs/a%26b',
    ])
  })
})
