import { decodeHTML } from 'entities'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutOverrides } from '../../scripts/model/overrides.ts'

describe('withoutOverrides', () => {
  it('leaves none, in whatever way HTML writes it', () => {
    const piece = fc.constantFrom(
      '\u202d',
      '\u202e',
      '&#8238;',
      '&#8237',
      '&#08238;',
      '&#x202E;',
      '&#X0202d',
      '&#',
      '82',
      '38',
      'x20',
      '2e',
      ';',
      '&',
      '#',
      'a',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(decodeHTML(withoutOverrides(pieces.join('')))).not.toMatch(/[\u202d\u202e]/)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each(['Boucher F/H', 'دوام \u200fكامل\u200e', '\u2067שלום\u2069', '&#82380;', '&#x202ea;', '&amp;#8238;'])(
    'leaves %j as it is',
    (text) => {
      expect(withoutOverrides(text)).toBe(text)
    },
  )
})
