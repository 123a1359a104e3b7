import { describe, expect, it } from 'vitest'
import { Shapes } from '../../scripts/mapping/shapes.ts'
import { aPosting } from '../support/build.ts'

describe('Shapes', () => {
  it('gives postings that fill the same properties, of records with the same unread fields, one number', () => {
    const shapes = new Shapes([])

    const numbers = [
      shapes.numberOf(aPosting({ id: '1' }), []),
      shapes.numberOf(aPosting({ id: '2', title: 'Other' }), []),
      shapes.numberOf(aPosting({ department: 'Sales' }), []),
      shapes.numberOf(aPosting(), ['extra']),
      shapes.numberOf(aPosting(), []),
      shapes.numberOf(aPosting({ location: [{ city: 'Lyon' }] }), []),
    ]

    expect(numbers).toEqual([0, 0, 1, 2, 0, 3])
    expect(shapes.list).toMatchObject([
      { filled: ['title', 'url', 'description', 'location'], unread: [] },
      { filled: expect.arrayContaining(['department']), unread: [] },
      { unread: ['extra'] },
      { lacks: ['datePosted', 'country'] },
    ])
  })

  it('keeps the numbers of those that are known', () => {
    const before = new Shapes([])
    before.numberOf(aPosting(), ['a', 'b'])
    before.numberOf(aPosting(), [])

    const shapes = new Shapes(before.list)

    expect(shapes.numberOf(aPosting(), [])).toBe(1)
    expect(shapes.numberOf(aPosting(), ['a'])).toBe(2)
  })

  it('numbers no more than a thousand', () => {
    const shapes = new Shapes([])
    for (let field = 0; field < 1_000; field += 1) shapes.numberOf(aPosting(), [`field${field}`])

    expect(shapes.numberOf(aPosting(), ['one more'])).toBeUndefined()
    expect(shapes.numberOf(aPosting(), ['field999'])).toBe(999)
  })
})
