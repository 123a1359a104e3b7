import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeHtml } from '../../scripts/mapping/html.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { anyHtml, hostileHtml } from './hostile-html.ts'

// Runs in the browser: what it makes of each text, as the names of elements and attributes; and whether anything ran.
const lookAt = `(texts) => {
  window.ran = 0
  window.alert = () => { window.ran += 1 }
  const names = new Set()
  for (const text of texts) {
    const box = document.createElement('div')
    document.body.replaceChildren(box)
    box.innerHTML = text
    for (const element of box.querySelectorAll('*')) {
      names.add(element.localName)
      for (const { name, value } of element.attributes) names.add(element.localName + '@' + name + (name === 'href' ? ':' + (URL.canParse(value, 'about:relative') ? new URL(value, 'about:relative').protocol : ' no address') : ''))
    }
  }
  return { names: [...names].sort(), ran: window.ran }
}`

const allowed = new Set(
  'a a@href:http: a@href:https: a@href:mailto: a@rel b blockquote br em h3 h4 h5 h6 hr i li ol p strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
)

describe.skipIf(!hasBrowser)('safeHtml in a browser', () => {
  it('gives nothing but allowed elements and attributes, and runs nothing', async () => {
    await using browser = await openBrowser()
    const page = await browser.newPage()
    const texts = [...hostileHtml, ...fc.sample(anyHtml, 3_000)]

    const { names, ran } = (await page.evaluate(`(${lookAt})(${JSON.stringify(texts.map(safeHtml))})`)) as { names: string[]; ran: number }
    const unsafe = (await page.evaluate(`(${lookAt})(${JSON.stringify(texts)})`)) as { names: string[] }

    expect(names.filter((name) => !allowed.has(name))).toEqual([])
    expect(ran).toBe(0)
    // The same look finds the danger where it was not taken out.
    expect(unsafe.names).toEqual(expect.arrayContaining(['img@onerror', 'script', 'a@href:javascript:']))
  })
})
