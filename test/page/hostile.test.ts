import { decodeHTML } from 'entities'
import { parseDocument } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { postingPath } from '../../scripts/model/page-path.ts'
import { aPosting } from '../support/build.ts'
import { anApp } from './an-app.ts'

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)> ' \u2028 </title></textarea>`

describe('pages with hostile content', () => {
  const posting = aPosting({
    id: hostile,
    title: hostile,
    url: 'javascript:alert(1)',
    applyUrl: 'JaVaScRiPt:alert(1)',
    hiringOrganization: hostile,
    location: [{ text: hostile, country: hostile }],
    department: hostile,
    salary: hostile,
    reference: hostile,
    datePosted: hostile,
    language: hostile,
    description: '<p>safe</p>',
  })

  it.each(['list', 'posting', 'search'] as const)('keep it as text: %s', async (kind) => {
    const { get } = anApp({ postings: [posting], client: { name: hostile, page: { slug: 'acme', language: 'fr', title: hostile } } })
    const path = {
      list: '/clients/acme',
      posting: postingPath('acme', 'acme/jobs', hostile),
      search: `/clients/acme?q=${encodeURIComponent(hostile)}`,
    }[kind]

    const elements = elementsOf(await (await get(path)).text())

    expect(elements.filter(({ name }) => ['img', 'textarea', 'iframe'].includes(name))).toEqual([])
    expect(elements.filter(({ name, attributes }) => name === 'script' && attributes.type !== 'application/ld+json')).toEqual([])
    expect(elements.flatMap(({ attributes }) => Object.keys(attributes).filter((name) => name.startsWith('on')))).toEqual([])
    expect(
      elements.flatMap(({ attributes }) => attributes.href ?? []).filter((href) => !/^(?:\/|#|https:\/\/jobs\.example\/)/.test(href)),
    ).toEqual([])
    expect(elements.some(({ text }) => text === hostile)).toBe(true)
  })

  it.each(['/clients/acme', '/clients/acme/jobs/42', '/clients/acme?q=%E2%80%AE', '/clients/acme/jobs/%E2%80%AE'])(
    'turn no letters round: %s',
    async (path) => {
      const turned = {
        title: 'gpj.\u202eexe',
        description: '<p>&#8238;a&#x202E;b\u202dc</p>',
        department: '\u202e',
        datePosted: '2026-01-31',
      }
      const page = { slug: 'acme', language: 'fr', title: 'Acme\u202e' } as const
      const { get } = anApp({ postings: [aPosting(turned)], client: { page } })

      const text = await (await get(path)).text()

      expect(text).toContain('Acme\u2060')
      expect(decodeHTML(text.replaceAll('\\u0026', '&'))).not.toMatch(/[\u202d\u202e]/)
    },
  )

  it('has no way to apply rather than a dangerous one', async () => {
    const { get } = anApp({ postings: [posting] })

    const elements = elementsOf(await (await get(postingPath('acme', 'acme/jobs', hostile))).text())

    expect(elements.filter(({ attributes }) => attributes.class === 'button')).toEqual([])
  })
})

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

function elementsOf(html: string): Element[] {
  const walk = (nodes: readonly unknown[]): Element[] =>
    nodes.flatMap((node) => {
      const { name, attribs, children = [] } = node as { name?: string; attribs?: Record<string, string>; children?: { data?: string }[] }
      const own = name === undefined ? [] : [{ name, attributes: attribs ?? {}, text: children.map(({ data }) => data ?? '').join('') }]
      return [...own, ...walk(children)]
    })
  return walk(parseDocument(html).children)
}
