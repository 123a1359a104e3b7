import { describe, expect, it } from 'vitest'
import { applyOverlay, mergePatch, resolveClient } from '../../scripts/config/resolve.ts'
import { aClient } from '../support/build.ts'

describe('mergePatch', () => {
  // The cases of RFC 7386, appendix A, that apply to objects.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j patched by %j is %j', (target, patch, merged) => {
    expect(mergePatch(target, patch)).toEqual(merged)
  })
})

describe('resolveClient', () => {
  it('replaces what the environment says and keeps the rest', () => {
    const client = aClient({
      environments: { staging: { feeds: { jobs: { source: { http: { url: 'https://staging.acme.example/jobs.xml' } } } } } },
    })

    const staging = resolveClient('acme', applyOverlay(client, 'staging'))
    const production = resolveClient('acme', applyOverlay(client, 'production'))

    expect(staging.feeds[0]?.source).toEqual({
      http: { url: 'https://staging.acme.example/jobs.xml' },
      format: { xml: { records: 'source.job' } },
    })
    expect(production.feeds[0]?.source.http?.url).toBe('https://feeds.acme.example/jobs.xml')
    expect(staging.hash).not.toBe(production.hash)
  })

  it('names feeds and fills in defaults', () => {
    const client = resolveClient('acme', aClient())

    expect(client.page.slug).toBe('acme')
    expect(client.feeds.map(({ id, clientName }) => `${id} ${clientName}`)).toEqual(['acme/jobs Acme Group'])
  })

  it('gives one hash to equal clients, whatever their key order', () => {
    const { name, page, feeds } = aClient()

    expect(resolveClient('acme', { feeds, page, name }).hash).toBe(resolveClient('acme', { name, page, feeds }).hash)
  })
})
