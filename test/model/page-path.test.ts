import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOfPath, postingPath } from '../../scripts/model/page-path.ts'

describe('postingPath', () => {
  it('carries the name of the feed and the encoded id', () => {
    expect(postingPath('acme-group', 'acme/jobs', 'A/42 ü?#%')).toBe('/clients/acme-group/jobs/A%2F42%20%C3%BC%3F%23%25')
  })

  it('leads to its own posting, whatever the id, also as a browser reads it', () => {
    const id = fc.oneof(fc.stringMatching(/^~{0,3}\.{0,3}$/), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(id, (id) => {
        const { pathname } = new URL(postingPath('acme', 'acme/jobs', id), 'https://jobs.example')

        expect(pathname.startsWith('/clients/acme/jobs/')).toBe(true)
        expect(idOfPath(decodeURIComponent(pathname.slice('/clients/acme/jobs/'.length)))).toBe(id)
      }),
    )
  })
})
