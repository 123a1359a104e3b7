import { describe, expect, it } from 'vitest'
import { PostingComparer } from '../../scripts/preview/compare-postings.ts'
import { aPosting } from '../support/build.ts'

describe('PostingComparer', () => {
  it('finds nothing where nothing changed, whatever the order of properties', () => {
    const comparer = new PostingComparer()
    const { id, ...rest } = aPosting()

    comparer.compare(aPosting(), { ...rest, id })
    comparer.keep()

    expect(comparer.comparison()).toEqual({
      counts: { added: 0, removed: 0, changed: 0, unchanged: 2 },
      changedProperties: {},
      added: [],
      removed: [],
      changed: [],
    })
  })

  it('tells what was added, what was removed and which property changed, from what to what', () => {
    const comparer = new PostingComparer()
    const { url: _, ...withoutUrl } = aPosting({ id: '2', title: 'Boulanger', salary: '1 €' })

    comparer.add(aPosting({ id: '3' }))
    comparer.remove(aPosting({ id: '1' }))
    comparer.compare(aPosting({ id: '2' }), { ...withoutUrl, url: 'https://jobs.acme.example/43' })
    comparer.compare(aPosting({ id: '4' }), aPosting({ id: '4', salary: '2 €' }))

    expect(comparer.comparison()).toEqual({
      counts: { added: 1, removed: 1, changed: 2, unchanged: 0 },
      changedProperties: { salary: 2, title: 1, url: 1 },
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
        { id: '4', title: 'Boucher F/H', properties: [{ property: 'salary', after: '2 €' }] },
      ],
    })
  })

  it.each([
    ['many', 700, '', 500],
    ['huge ones', 4, 'x'.repeat(4_000_000), 2],
  ])('counts all of %s, and keeps the first as examples', (_, postings, description, kept) => {
    const comparer = new PostingComparer()

    for (let id = 0; id < postings; id += 1) {
      comparer.add(aPosting({ id: `${id}`, description }))
      comparer.remove(aPosting({ id: `${id}`, description }))
      comparer.compare(aPosting({ id: `${id}` }), aPosting({ id: `${id}`, title: 'Boulanger', description }))
    }

    const { counts, changedProperties, added, removed, changed } = comparer.comparison()
    const ids = Array.from({ length: kept }, (_, id) => `${id}`)
    expect(counts).toEqual({ added: postings, removed: postings, changed: postings, unchanged: 0 })
    expect(changedProperties).toMatchObject({ title: postings })
    expect([added, removed, changed].map((examples) => examples.map(({ id }) => id))).toEqual([ids, ids, ids])
  })

  it('passes over no huge posting for a later one', () => {
    const comparer = new PostingComparer()

    for (const description of ['', 'x'.repeat(10_000_000), '']) comparer.add(aPosting({ description }))

    expect(comparer.comparison()).toMatchObject({ counts: { added: 3 }, added: [aPosting({ description: '' })] })
  })
})
