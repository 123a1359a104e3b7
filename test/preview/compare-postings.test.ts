import { describe, expect, it } from 'vitest'
import { comparePostings } from '../../scripts/preview/compare-postings.ts'
import { aPosting } from '../support/build.ts'

describe('comparePostings', () => {
  it('finds nothing where nothing changed, whatever the order of postings and properties', () => {
    const { id, ...rest } = aPosting({ id: '1' })

    const comparison = comparePostings([aPosting({ id: '1' }), aPosting({ id: '2' })], [aPosting({ id: '2' }), { ...rest, id }])

    expect(comparison).toEqual({ added: [], removed: [], changed: [], unchanged: 2 })
  })

  it('tells what was added, what was removed and which property changed, from what to what', () => {
    const { url: _, ...withoutUrl } = aPosting({ id: '2', title: 'Boulanger', salary: '1 €' })

    const comparison = comparePostings(
      [aPosting({ id: '1' }), aPosting({ id: '2' })],
      [{ ...withoutUrl, url: 'https://jobs.acme.example/43' }, aPosting({ id: '3' })],
    )

    expect(comparison).toEqual({
      added: [aPosting({ id: '3' })],
      removed: [aPosting({ id: '1' })],
      changed: [
        {
          id: '2',
          title: 'Boulanger',
          properties: [
            { property: 'salary', after: '1 €' },
            { property: 'title', before: 'Boucher F/H', after: 'Boulanger' },
            { property: 'url', before: 'https://jobs.acme.example/42', after: 'https://jobs.acme.example/43' },
          ],
        },
      ],
      unchanged: 0,
    })
  })
})
