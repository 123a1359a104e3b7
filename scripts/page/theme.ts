/** The colours of one client's page, as hex. */
export interface Theme {
  /** The client's own colour, as given: for surfaces. */
  readonly accent: string
  /** Black or white, whichever reads on `accent`. */
  readonly onAccent: string
  /** `accent`, darkened until it reads on the page's light surfaces: for links and marks. */
  readonly ink: string
}

type Rgb = readonly [number, number, number]

const defaultAccent = '#1d4f73'
// The darkest of the page's light surfaces (styles/base.css): what reads on it reads on all.
const surface: Rgb = [0xf1, 0xf3, 0xf5]
// WCAG 2.2, success criterion 1.4.3: text of normal size.
const readable = 4.5

/** The theme for a client's colour (`#rgb` or `#rrggbb`); a calm blue where there is none. */
export function themeOf(color: string | undefined): Theme {
  const accent = parse(color ?? defaultAccent) ?? parse(defaultAccent)!
  const onAccent: Rgb = contrast([255, 255, 255], accent) >= readable ? [255, 255, 255] : [0, 0, 0]
  let ink = accent
  while (contrast(ink, surface) < readable) ink = ink.map((part) => Math.floor(part * 0.94)) as unknown as Rgb
  return { accent: hex(accent), onAccent: hex(onAccent), ink: hex(ink) }
}

/** From 1 to 21, by WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function parse(color: string): Rgb | undefined {
  if (!/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color)) return undefined
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit).join('') : color.slice(1)
  return [0, 2, 4].map((start) => Number.parseInt(digits.slice(start, start + 2), 16)) as unknown as Rgb
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
