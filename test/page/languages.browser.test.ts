import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageApp } from '../../scripts/page/app.ts'
import { languages, wordsOf } from '../../scripts/page/words.ts'
import { type Listening, listen } from '../../scripts/service/listen.ts'
import { hasBrowser, openBrowser, type TestBrowser } from '../support/browser.ts'
import { bakeryPostings } from './bakery.ts'
import { memoryReader } from './memory-reader.ts'
import { aShownClient, aSite } from './world.ts'

// A light, a dark and a middling colour: each language with another.
const colors = ['#ffd400', '#0a6', '#777777', '#102030', '#e4002b']

const clients = languages.flatMap((language, index) => {
  const page = { language, title: 'Maison Ferrand', theme: { color: colors[index]! } }
  return [
    aShownClient({ id: language, page: { ...page, slug: language }, feeds: [`${language}/jobs`], postings: bakeryPostings.length - 1 }),
    aShownClient({ id: `${language}-none`, page: { ...page, slug: `${language}-none` }, feeds: [], postings: 0 }),
  ]
})
const shown = languages.flatMap((language) =>
  bakeryPostings.map((posting) => ({
    feed: `${language}/jobs`,
    posting: posting.id === 'MF-2604' ? { ...posting, validThrough: '2026-02-01' } : posting,
    changedAt: new Date('2026-03-01T00:00:00Z'),
    isRemoved: posting.id === 'MF-2603',
  })),
)

/** Every kind of page that a client has, by its path. */
const kinds = {
  list: '',
  lastPage: '?page=2',
  noneFound: '?q=astronaut&place=Mars',
  posting: '/jobs/MF-2601',
  removed: '/jobs/MF-2603',
  closed: '/jobs/MF-2604',
  notFound: '/jobs/nothing',
  empty: '-none',
} as const

describe.skipIf(!hasBrowser)('every kind of page', () => {
  let browser: TestBrowser
  let server: Listening
  let axe: string

  beforeAll(async () => {
    server = await listen(
      { host: '127.0.0.1', port: 0 },
      (origin) => pageApp({ site: aSite({ origin }), reader: memoryReader(clients, shown), onError: console.error }).fetch,
    )
    browser = await openBrowser()
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  })

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await server?.stop(1_000)
  })

  it.each(languages)('has nothing but trifles for axe, and says what language it is in: %s', async (language) => {
    await using tab = await openTab(browser)
    const found: Record<string, readonly string[]> = {}

    for (const [kind, path] of Object.entries(kinds)) {
      await tab.goto(`${server.url}/clients/${language}${path}`)
      await tab.evaluate(axe)
      found[kind] = await tab.evaluate<string[]>(
        `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact !== 'minor').map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      )
      expect([kind, await tab.locator('html').getAttribute('lang')]).toEqual([kind, language])
    }

    expect(found).toEqual(Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []])))
  })

  it.each(languages)('fits a small telephone, in words of the language: %s', async (language) => {
    await using tab = await openTab(browser, 320)
    const widths: number[] = []

    for (const path of Object.values(kinds)) {
      await tab.goto(`${server.url}/clients/${language}${path}`)
      widths.push(await tab.evaluate<number>('document.documentElement.scrollWidth'))
    }

    expect(widths).toEqual(widths.map(() => 320))
    expect(await tab.locator('.notice h2').textContent()).toBe(wordsOf(language).noneYet)
  })
})

async function openTab(browser: TestBrowser, width = 1100): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext({ viewport: { width, height: 800 } })
  return Object.assign(await context.newPage(), { [Symbol.asyncDispose]: () => context.close() })
}
