import { describe, expect, it } from 'vitest'
import { shortened } from '../../scripts/model/shortened.ts'

describe('shortened', () => {
  it.each([
    ['Boucher', 7, 'Boucher'],
    ['Boucher F/H', 7, 'Bouche…'],
    ['Chef 👩‍🍳', 7, 'Chef …'],
    ['Chef 👩‍🍳', 8, 'Chef 👩…'],
    ['', 7, ''],
  ])('makes of %j with room for %d %j', (text, longest, short) => {
    expect(shortened(text, longest)).toBe(short)
  })
})
