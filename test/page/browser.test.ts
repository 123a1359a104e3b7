import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser } from '../support/browser.ts'

async function aSite(html: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const page = `<!doctype html><html lang="fr"><title>Acme recrute</title>
<style>h1 { background: rgb(0, 102, 51); color: white; margin: 0; font: 700 32px sans-serif }</style>
<h1>Chargé d’études</h1><p id="script"></p>
<script>document.getElementById('script').textContent = ['run', 'by', 'a', 'browser'].join(' ')</script></html>`

describe.skipIf(!hasBrowser)('openBrowser', () => {
  it('shows a page, runs its script and takes its picture', async () => {
    await using site = await aSite(page)
    await using browser = await openBrowser()
    const tab = await browser.newPage({ viewport: { width: 400, height: 200 } })

    await tab.goto(site.url)
    const picture = await tab.screenshot()

    expect(await tab.title()).toBe('Acme recrute')
    expect(await tab.locator('h1').textContent()).toBe('Chargé d’études')
    expect(await tab.locator('#script').textContent()).toBe('run by a browser')
    // A PNG says its width and height at byte 16: https://www.w3.org/TR/png-3/#11IHDR
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([400, 200])
  })

  it('draws letters, with the fonts it brings', async () => {
    await using site = await aSite(page)
    await using browser = await openBrowser()
    const tab = await browser.newPage()
    await tab.goto(site.url)

    const [narrow, wide] = await tab.evaluate<[number, number]>(`(() => {
      const pen = document.createElement('canvas').getContext('2d')
      pen.font = '32px sans-serif'
      return ['i', 'W'].map((letter) => pen.measureText(letter).width)
    })()`)

    expect(narrow).toBeGreaterThan(0)
    expect(wide).toBeGreaterThan(narrow * 2)
  })

  it('reaches no host but this one', async () => {
    await using browser = await openBrowser()
    const tab = await browser.newPage()

    const visit = tab.goto('http://example.com/')

    await expect(visit).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
  })
})
