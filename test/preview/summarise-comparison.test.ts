import { describe, expect, it } from 'vitest'
import { comparePostings } from '../../scripts/preview/compare-postings.ts'
import { summariseComparison } from '../../scripts/preview/summarise-comparison.ts'

describe('summariseComparison', () => {
  const before = [
    { id: '1', title: 'Cook', url: 'https://a.example/1', salary: '10' },
    { id: '2', title: 'Baker', url: 'https://a.example/2' },
  ]

  it('finds nothing between equal lists', () => {
    const comparison = comparePostings(before, structuredClone(before))

    expect(summariseComparison(comparison)).toEqual({ added: 0, removed: 0, changed: 0, unchanged: 2, examples: [] })
  })

  it('tells added, removed and changed postings, removals first', () => {
    const after = [
      { id: '3', title: 'Waiter', url: 'https://a.example/3' },
      { id: '1', title: 'Chef', url: 'https://a.example/1' },
    ]

    expect(summariseComparison(comparePostings(before, after))).toEqual({
      added: 1,
      removed: 1,
      changed: 1,
      unchanged: 0,
      examples: [
        { kind: 'removed', id: '2', title: 'Baker', properties: [] },
        { kind: 'changed', id: '1', title: 'Chef', properties: ['salary', 'title'] },
        { kind: 'added', id: '3', title: 'Waiter', properties: [] },
      ],
    })
  })
})
