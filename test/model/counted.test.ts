import { describe, expect, it } from 'vitest'
import { counted } from '../../scripts/model/counted.ts'

describe('counted', () => {
  it.each([
    [0, '0 clients'],
    [1, '1 client'],
    [2, '2 clients'],
  ])('counts %d', (count, text) => {
    expect(counted(count, 'client')).toBe(text)
  })
})
