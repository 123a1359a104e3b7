import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageApp } from '../../scripts/page/app.ts'
import { operatorApp } from '../../scripts/page/operator-page.ts'
import { type Listening, listen } from '../../scripts/service/listen.ts'
import { readOverview } from '../../scripts/store/overview-reads.ts'
import { PageReads } from '../../scripts/store/page-reads.ts'
import { hasBrowser, openBrowser, type TestBrowser } from '../support/browser.ts'
import { aPosting, noon } from '../support/build.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { bakery } from './bakery.ts'
import { aSite, remove, seed } from './world.ts'

const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3)
const wide = `<table><tr>${'<td>unbreakable-cell-content</td>'.repeat(12)}</tr></table><p>${long}</p>`

describe.skipIf(!hasBrowser)('pages in a browser', () => {
  let database: TestDatabase
  let browser: TestBrowser
  let server: Listening
  let axe: string

  beforeAll(async () => {
    database = await testDatabase()
    await seed(database.pool, 'staging', [
      bakery,
      { id: 'leer', name: 'Leer AG', page: { language: 'de', title: 'Leer stellt ein', theme: { color: '#ffd400' } }, feeds: { jobs: [] } },
      {
        id: 'wide',
        page: { language: 'en', title: long, theme: { color: '#777777' }, facebook: { pageId: '1234567890' } },
        feeds: {
          jobs: [
            aPosting({
              id: 'wide',
              title: long,
              description: wide,
              location: [{ city: long }],
              department: long,
              reference: long,
              language: 'de',
            }),
            aPosting({ id: 'towns', location: Array.from({ length: 120 }, (_, index) => ({ city: `Town ${index}` })) }),
            aPosting({
              id: 'hebrew',
              title: 'מפתח תוכנה (Senior)',
              description: '<p>אנחנו מחפשים מפתח.</p><ul><li>SQL</li></ul>',
              language: 'he',
            }),
          ],
        },
      },
    ])
    await remove(database.pool, 'maison-ferrand/offres', 'MF-2603')
    const reader = new PageReads(database.pool, () => noon)
    server = await listen(
      { host: '127.0.0.1', port: 0 },
      (origin) => pageApp({ site: aSite({ environment: 'staging', origin }), reader, onError: console.error }).fetch,
    )
    browser = await openBrowser()
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  })

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await server?.stop(1_000)
    await database?.[Symbol.asyncDispose]()
  })

  async function open(path: string, options: { width?: number; javaScriptEnabled?: boolean } = {}): Promise<Page & AsyncDisposable> {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1100, height: 800 },
      javaScriptEnabled: options.javaScriptEnabled ?? true,
    })
    const tab = await context.newPage()
    await tab.goto(new URL(path, server.url).href)
    return Object.assign(tab, { [Symbol.asyncDispose]: () => context.close() })
  }

  it.each([true, false])('search, filter, page and lead to a posting and back, with JavaScript %s', async (javaScriptEnabled) => {
    await using tab = await open('/clients/maison-ferrand', { javaScriptEnabled })
    expect(await tab.locator('h1').textContent()).toBe('Maison Ferrand recrute')
    expect(await tab.locator('.posting').count()).toBe(20)

    await tab.getByRole('link', { name: 'Suivante' }).click()
    expect(await tab.locator('.posting').count()).toBe(2)

    await tab.getByRole('searchbox', { name: 'Recherche' }).fill('boulangerie')
    await tab.getByLabel('Lieu').selectOption('Annecy')
    await tab.getByLabel('Contrat').selectOption('FULL_TIME')
    await tab.getByRole('button', { name: 'Rechercher' }).click()
    expect(await tab.getByRole('status').textContent()).toContain('1 offre trouvée')
    expect(await tab.getByRole('searchbox', { name: 'Recherche' }).inputValue()).toBe('boulangerie')
    expect(await tab.getByLabel('Lieu').inputValue()).toBe('Annecy')

    await tab.getByRole('link', { name: 'Vendeuse ou vendeur en boulangerie' }).click()
    expect(await tab.locator('h1').textContent()).toBe('Vendeuse ou vendeur en boulangerie')
    expect(await tab.getByRole('link', { name: 'Postuler' }).getAttribute('href')).toBe(
      'https://maison-ferrand.example/offres/2622/candidature',
    )
    expect(await tab.getByRole('link', { name: 'Postuler' }).getAttribute('rel')).toBe('noopener nofollow')

    await tab.getByRole('link', { name: 'Toutes les offres' }).click()
    expect(await tab.locator('.posting').count()).toBe(20)
  })

  it('says that nothing was found, and clears the filters', async () => {
    await using tab = await open('/clients/maison-ferrand?q=astronaute')
    expect(await tab.locator('.notice h2').textContent()).toBe('Aucune offre ne correspond à votre recherche')

    await tab.getByRole('link', { name: 'Effacer les filtres' }).click()

    expect(await tab.locator('.posting').count()).toBe(20)
  })

  it('leads by keyboard past the header, and opens a posting from anywhere on its card', async () => {
    await using tab = await open('/clients/maison-ferrand')

    await tab.keyboard.press('Tab')
    expect(await tab.evaluate('document.activeElement.textContent')).toBe('Aller au contenu')

    const card = await tab.locator('.posting').first().boundingBox()
    await tab.mouse.click(card!.x + card!.width - 20, card!.y + card!.height - 10)
    await tab.waitForURL('**/offres/MF-2601')
  })

  const paths = [
    '/clients/maison-ferrand',
    '/clients/maison-ferrand?page=2',
    '/clients/maison-ferrand?q=astronaute&place=Mars',
    '/clients/maison-ferrand/offres/MF-2601',
    '/clients/maison-ferrand/offres/MF-2603',
    '/clients/maison-ferrand/offres/nothing',
    '/clients/leer',
    '/clients/wide',
    '/clients/wide/jobs/wide',
    '/clients/wide/jobs/towns',
    '/clients/wide/jobs/hebrew',
    '/nothing',
  ]

  it.each(paths)('has nothing but trifles for axe: %s', async (path) => {
    await using tab = await open(path)

    await tab.evaluate(axe)
    const violations = await tab.evaluate<{ id: string; impact: string; nodes: { html: string }[] }[]>(
      'axe.run().then(({ violations }) => violations)',
    )

    expect(violations.filter(({ impact }) => impact !== 'minor').map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })

  it('folds many places, so that the way to apply is on the first two screens of a telephone', async () => {
    await using tab = await open('/clients/wide/jobs/towns', { width: 390 })
    const apply = await tab.locator('a.button').boundingBox()
    const last = tab.getByText('Town 119', { exact: true })
    const wasVisible = await last.isVisible()

    await tab.getByText('+112', { exact: true }).click()

    expect(apply!.y).toBeLessThan(1_600)
    expect([wasVisible, await last.isVisible()]).toEqual([false, true])
  })

  it('reads a posting from right to left where its own words are, on a page from left to right', async () => {
    const direction = (selector: string) => `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).direction`
    await using list = await open('/clients/wide')
    await using tab = await open('/clients/wide/jobs/hebrew')

    const ofTitles = await list.evaluate(`[...document.querySelectorAll('.title')].map((title) => getComputedStyle(title).direction)`)
    const directions = await Promise.all(
      ['html', 'h1', '.description div', '.facts dl'].map((selector) => tab.evaluate(direction(selector))),
    )

    expect(ofTitles).toEqual(['ltr', 'ltr', 'rtl'])
    expect(directions).toEqual(['ltr', 'rtl', 'rtl', 'ltr'])
  })

  it.each(paths)('fits a small telephone without scrolling sideways: %s', async (path) => {
    await using tab = await open(path, { width: 320 })

    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(320)
  })

  it.each(paths)('keeps to its own Content Security Policy: %s', async (path) => {
    await using tab = await open('/robots.txt')
    const messages: string[] = []
    tab.on('console', (message) => messages.push(message.text()))
    tab.on('pageerror', (error) => messages.push(error.message))

    await tab.goto(new URL(path, server.url).href)

    expect(await tab.evaluate('getComputedStyle(document.querySelector(".top")).backgroundColor')).not.toBe('rgba(0, 0, 0, 0)')
    // A 404 or 410 is noted by the browser itself.
    expect(messages.filter((message) => !message.startsWith('Failed to load resource'))).toEqual([])
  })

  it('runs no script, wherever one would get in', async () => {
    await using tab = await open('/clients/maison-ferrand')

    await tab.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="document.title=1"><a id=bad href="javascript:document.title=2">x</a>');
      const script = document.createElement('script'); script.textContent = 'document.title = 3'; document.body.append(script)`)
    await tab.locator('#bad').click()

    expect(await tab.title()).toBe('Maison Ferrand recrute')
  })

  it('shows the operator’s page without anything serious, on a small telephone as well', async () => {
    await database.pool.query(
      `insert into run (feed, release, fencing_token, started_at, finished_at, outcome, cause, reasons) values ('leer/jobs', 'r1', 1, now(), now(), 'held', 'empty', '["no postings"]'), ('wide/jobs', 'r1', 1, now(), now(), 'failed', 'wrongFormat', $1)`,
      [JSON.stringify([long])],
    )
    const now = new Date('2026-03-02T12:00:00Z')
    const reader = { overview: () => readOverview(database.pool, now) }
    const operator = await listen(
      { host: '127.0.0.1', port: 0 },
      () =>
        operatorApp({ site: aSite({ environment: 'staging', origin: server.url }), reader, now: () => now, onError: console.error }).fetch,
    )
    await using tab = await open(operator.url)

    await tab.evaluate(axe)
    const serious = await tab.evaluate<string[]>(
      `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact !== 'minor').map(({ id }) => id))`,
    )
    const rows = await tab.locator('tbody th').allTextContents()
    await tab.setViewportSize({ width: 320, height: 800 })
    const widths = await tab.evaluate<number[]>(
      `[...document.querySelectorAll('html, .scroll')].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)`,
    )
    const label = await tab.evaluate(`getComputedStyle(document.querySelector('tbody td'), '::before').content`)
    const seriousThere = await tab.evaluate<string[]>(
      `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact !== 'minor').map(({ id }) => id))`,
    )
    await operator.stop(1_000)

    expect([serious, seriousThere]).toEqual([[], []])
    expect(widths).toEqual([0, 0])
    expect(label).toBe('"Page"')
    expect(rows).toEqual(['leer/jobs', 'wide/jobs', 'maison-ferrand/offres'])
  })
})
