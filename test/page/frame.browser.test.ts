import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageApp } from '../../scripts/page/app.ts'
import { hasBrowser, openBrowser, type TestBrowser } from '../support/browser.ts'
import { aPosting } from '../support/build.ts'
import { selfSigned } from '../support/certificate.ts'
import { memoryReader } from './memory-reader.ts'
import { aShownClient, aSite } from './world.ts'

const pages = 'pages.example'
const hosts = [pages, 'www.facebook.com', 'apps.facebook.com', 'evil.example', 'facebook.com.evil.example', 'facebook.example']

const clients = [
  aShownClient({ page: { slug: 'acme', language: 'fr', title: 'Acme recrute', facebook: { pageId: '1234567890' } } }),
  aShownClient({ id: 'other', page: { slug: 'other', language: 'fr', title: 'Autre recrute' }, feeds: [] }),
]
const postings = ['Boucher', 'Boulanger'].map((title) => ({
  feed: 'acme/jobs',
  posting: aPosting({ id: title, title }),
  changedAt: new Date('2026-03-01T00:00:00Z'),
  isRemoved: false,
}))

/** One HTTPS server for all hosts: our pages under their own name, and under any other a page that frames what its query names. */
async function serveHosts(): Promise<Server> {
  const app = pageApp({ site: aSite({ origin: `https://${pages}` }), reader: memoryReader(clients, postings), onError: console.error })
  const answer = getRequestListener(app.fetch)
  const server = createServer(selfSigned(hosts, new Date()), (request, response) => {
    if (request.headers.host === pages) return void answer(request, response)
    const query = new URL(request.url!, 'https://any.example').searchParams
    response.setHeader('content-type', 'text/html').end(framing(query.get('frame')!, query.get('method')))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** A page that frames another; by POST it sends a form along, as Facebook does. */
function framing(url: string, method: string | null): string {
  const frame = (source: string) => `<!doctype html><title>tab</title><iframe name=tab width=900 height=700 ${source}></iframe>`
  if (method !== 'post') return frame(`src="${url}"`)
  const form = `<form method=post target=tab action="${url}"><input name=signed_request value=x.y></form>`
  return `${frame('')}${form}<script>document.forms[0].submit()</script>`
}

describe.skipIf(!hasBrowser)('a page in a frame of another origin', () => {
  let server: Server
  let browser: TestBrowser

  beforeAll(async () => {
    server = await serveHosts()
    const { port } = server.address() as AddressInfo
    browser = await openBrowser(Object.fromEntries(hosts.map((host) => [host, port])))
  })

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    server?.closeAllConnections()
    server?.close()
  })

  async function open(url: string): Promise<Page & AsyncDisposable> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const tab = await context.newPage()
    await tab.goto(url)
    return Object.assign(tab, { [Symbol.asyncDispose]: () => context.close() })
  }

  const tabOf = (host: string, framed: string) => `https://${host}/tab?frame=${encodeURIComponent(framed)}`
  const pageOf = (slug: string) => `https://${pages}/clients/${slug}`

  it.each([
    ['www.facebook.com', 'acme', true],
    ['apps.facebook.com', 'acme', true],
    ['www.facebook.com', 'other', false],
    ['evil.example', 'acme', false],
    ['facebook.com.evil.example', 'acme', false],
    ['facebook.example', 'acme', false],
    ['www.facebook.com', 'nobody', false],
  ])('of %s: that of %s is shown: %s', async (host, slug, isShown) => {
    await using tab = await open(tabOf(host, pageOf(slug)))

    const frame = innermost(tab)

    expect(frame.url()).toBe(isShown ? pageOf(slug) : 'chrome-error://chromewebdata/')
    expect(await frame.locator('h1').allTextContents()).toEqual(isShown ? ['Acme recrute'] : [])
  })

  it('is shown where Facebook asks for it by POST', async () => {
    await using tab = await open(`${tabOf('www.facebook.com', pageOf('acme'))}&method=post`)

    await tab.frameLocator('iframe').locator('h1', { hasText: 'Acme recrute' }).waitFor()
    await tab.frameLocator('iframe').getByRole('link', { name: 'Boulanger' }).click()
    await tab.frameLocator('iframe').locator('h1', { hasText: 'Boulanger' }).waitFor()

    expect(innermost(tab).url()).toBe(`${pageOf('acme')}/jobs/Boulanger`)
  })

  it('is not shown where Facebook itself stands in the frame of a stranger', async () => {
    await using tab = await open(tabOf('evil.example', tabOf('www.facebook.com', pageOf('acme'))))

    expect(innermost(tab).url()).toBe('chrome-error://chromewebdata/')
  })

  it('is searched and read within the frame; one applies outside of it', async () => {
    await using tab = await open(tabOf('www.facebook.com', pageOf('acme')))
    const frame = innermost(tab)

    await frame.getByRole('searchbox').fill('Boulanger')
    await frame.getByRole('button', { name: 'Rechercher' }).click()
    await frame.getByRole('link', { name: 'Boulanger' }).click()

    await frame.locator('h1', { hasText: 'Boulanger' }).waitFor()
    expect(frame.url()).toBe(`${pageOf('acme')}/jobs/Boulanger`)
    expect(await frame.getByRole('link', { name: 'Postuler' }).getAttribute('target')).toBe('_blank')
  })
})

function innermost(tab: Page): Frame {
  return tab.frames().at(-1)!
}
