import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrastOf, themeOf } from '../../scripts/page/theme.ts'

const hex = fc.integer({ min: 0, max: 0xff_ff_ff }).map((number) => `#${number.toString(16).padStart(6, '0')}`)

describe('contrastOf', () => {
  it.each([
    ['#000', '#fff', 21],
    ['#fff', '#ffffff', 1],
    // Known from the WCAG's own examples: the lightest grey that passes on white.
    ['#767676', '#fff', 4.54],
  ])('measures %s on %s', (one, other, contrast) => {
    expect(contrastOf(one, other)).toBeCloseTo(contrast, 2)
  })
})

describe('themeOf', () => {
  it('reads on every colour that a client may choose', () => {
    fc.assert(
      fc.property(hex, (color) => {
        const { accent, onAccent, ink } = themeOf(color)

        expect(accent).toBe(color)
        expect(contrastOf(onAccent, accent)).toBeGreaterThanOrEqual(4.5)
        for (const surface of ['#ffffff', '#f6f7f9', '#f1f3f5']) expect(contrastOf(ink, surface)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  it('keeps a colour that reads already', () => {
    expect(themeOf('#063')).toEqual({ accent: '#006633', onAccent: '#ffffff', ink: '#006633' })
  })

  it('never lets through what is no colour', () => {
    expect(themeOf('red;}body{display:none')).toEqual(themeOf(undefined))
  })
})
