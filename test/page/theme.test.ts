import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { themeOf } from '../../scripts/page/theme.ts'

const hex = fc.integer({ min: 0, max: 0xff_ff_ff }).map((number) => `#${number.toString(16).padStart(6, '0')}`)

/** As WCAG 2.2 defines it for a light colour and a dark one, without a look at the code that is tested. */
function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other].map(luminanceOf).sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminanceOf(color: string): number {
  const shares = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = shares.map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

describe('the contrast that these tests measure', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    // Known from the WCAG's own examples: the lightest grey that passes on white.
    ['#767676', '#ffffff', 4.54],
  ])('is that of WCAG for %s on %s', (one, other, contrast) => {
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
