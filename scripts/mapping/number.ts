import { describeValue, type Fault } from '../model/fault.ts'

/** The number in a text as `1234.56`; undefined where the text is no number of the locale. */
export type NumberParser = (text: string) => string | undefined

// Beside the locale's own sign: blanks of any width and apostrophes part thousands in many countries, and mean nothing else.
const blanksAndApostrophes = "\\s'\u2019"

/**
 * Makes the parser for numbers as people of a locale (BCP 47) write them. Thousands must be parted where the locale parts them, so that 1.500 is not
 * read as one and a half in German, and 1,5 is no number in English rather than fifteen.
 */
export function compileNumber(locale = 'en'): NumberParser {
  const parts = new Intl.NumberFormat(locale, { useGrouping: 'always', numberingSystem: 'latn' }).formatToParts(12_345_678.9)
  const signOf = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  const decimal = signOf('decimal')
  // Indian English writes 1,23,45,678.
  const partsTens = parts.some(({ type, value }, index) => type === 'integer' && index > 0 && value.length === 2)
  const group = `[${escapeSign(signOf('group'))}${blanksAndApostrophes}]`
  const shape = new RegExp(
    `^([+-]?)(\\d+|\\d{1,3}(?:${group}\\d{3})+${partsTens ? `|\\d{1,2}(?:${group}\\d{2})*${group}\\d{3}` : ''})(?:${escapeSign(decimal)}(\\d+))?$`,
  )
  return (text) => {
    const found = shape.exec(text)
    if (found === null) return undefined
    const [, sign, whole, fraction] = found
    const digits = whole!.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, '')
    return `${sign === '-' ? '-' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`
  }
}

/** What is wrong with a locale, or undefined. */
export function checkLocale(locale: string): Fault | undefined {
  const fault = (message: string): Fault => ({
    found: describeValue(locale),
    expected: 'the tag of a known language (BCP 47)',
    message,
    fix: 'write a language tag such as fr or de-CH',
  })
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0 ? undefined : fault(`"${locale}" is a language that is not known here`)
  } catch {
    return fault(`"${locale}" is no language tag (BCP 47)`)
  }
}

function escapeSign(sign: string): string {
  return sign.replaceAll(/[.\\\]^-]/g, '\\$&')
}
