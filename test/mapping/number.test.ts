import { describe, expect, it } from 'vitest'
import { compileNumber } from '../../scripts/mapping/number.ts'

describe('compileNumber', () => {
  it.each([
    ['en', '1234', '1234'],
    ['en', '1,234,567.80', '1234567.80'],
    ['en', '0.5', '0.5'],
    ['en', '007', '7'],
    ['en', '-3.5', '-3.5'],
    ['en', "1'234", '1234'],
    ['fr', '30 000,50', '30000.50'],
    ['fr', '30\u202f000', '30000'],
    ['fr', '30\u00a0000', '30000'],
    ['de', '1.234,56', '1234.56'],
    ['de-CH', '1’234.56', '1234.56'],
    ['pt-BR', '1.234,56', '1234.56'],
    ['es', '1.234,5', '1234.5'],
    ['en-IN', '12,34,567', '1234567'],
  ])('reads in %s: %s', (locale, text, expected) => {
    expect(compileNumber(locale)(text)).toBe(expected)
  })

  it.each([
    ['en', '1,5'],
    ['en', '12,34,567'],
    ['en', '1.234.567'],
    ['de', '1.5'],
    ['de', '1,234,567'],
    ['fr', '30.5'],
    ['en', '30k'],
    ['en', '1e5'],
    ['en', ''],
    ['en', '.'],
    ['en', '٣'],
  ])('does not guess in %s: %s', (locale, text) => {
    expect(compileNumber(locale)(text)).toBeUndefined()
  })
})
