import { describe, expect, it } from 'vitest'
import { summariseComparison } from '../../scripts/preview/summarise-comparison.ts'
import { aPosting } from '../support/build.ts'
import { aComparison } from './report.ts'

describe('summariseComparison', () => {
  it('finds nothing where nothing differs', () => {
    const comparison = aComparison({ counts: { added: 0, removed: 0, changed: 0, unchanged: 2 } })

    expect(summariseComparison(comparison)).toEqual({ added: 0, removed: 0, changed: 0, unchanged: 2, examples: [] })
  })

  it('tells added, removed and changed postings, removals first', () => {
    const properties = [{ property: 'salary', before: '10' } as const, { property: 'title', before: 'Cook', after: 'Chef' } as const]
    const comparison = aComparison({
      counts: { added: 1, removed: 700, changed: 1, unchanged: 3 },
      added: [aPosting({ id: '3', title: 'Waiter' })],
      removed: [aPosting({ id: '2', title: 'Baker' })],
      changed: [{ id: '1', title: 'Chef', properties }],
    })

    expect(summariseComparison(comparison)).toEqual({
      added: 1,
      removed: 700,
      changed: 1,
      unchanged: 3,
      examples: [
        { kind: 'removed', id: '2', title: 'Baker', properties: [] },
        { kind: 'changed', id: '1', title: 'Chef', properties: ['salary', 'title'] },
        { kind: 'added', id: '3', title: 'Waiter', properties: [] },
      ],
    })
  })

  it('names no more than someone reads in a comment', () => {
    const removed = Array.from({ length: 30 }, (_, id) => aPosting({ id: `${id}` }))

    const { removed: count, examples } = summariseComparison(aComparison({ removed, added: [aPosting({ id: '31' })] }))

    expect([count, examples.length, examples.at(-1)?.id]).toEqual([30, 20, '19'])
  })
})
