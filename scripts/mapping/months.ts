import { DateTime } from 'luxon'

// Beside what the Unicode locale data have: as .NET writes it in German, as people do in Austria and in Peru.
const otherNames: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  de: { mrz: 3, janner: 1, januar: 1 },
  es: { setiembre: 9, set: 9 },
}

interface Month {
  /** As the token writes it. */
  readonly written: string
  /** Its names, folded: in a date and by itself, whole and short. */
  readonly names: readonly string[]
}

// Four times what a date takes with its weekday, time and zone: of a longer text, each word would be tried.
const longestDate = 200

/**
 * Makes what writes the month in a text as a locale writes it for a token (MMM, MMMM, LLL or LLLL), which is what Luxon reads. The makers of feeds
 * cut months otherwise (Sep, Sept and September; Jun for Juni) and leave accents out, and a sample of spring would not tell. It gives a text for each
 * word that may be the month: in French, mar is Tuesday, too.
 */
export function compileMonths(token: string, locale: string): (text: string) => readonly string[] {
  const others = Object.entries(otherNames[locale.split('-')[0]!.toLowerCase()] ?? {})
  const months = Array.from({ length: 12 }, (_, index): Month => {
    const first = DateTime.utc(2024, index + 1, 1).setLocale(locale)
    const own = ['MMMM', 'LLLL', 'MMM', 'LLL'].map((each) => fold(first.toFormat(each)))
    return { written: first.toFormat(token), names: [...own, ...others.flatMap(([name, number]) => (number === index + 1 ? name : []))] }
  })
  return (text) => {
    if (text.length > longestDate) return []
    return [...text.matchAll(/[\p{L}\p{M}]{3,}\.?/gu)].flatMap(({ 0: word, index }) => {
      const month = findMonth(fold(word), months)
      return month === undefined ? [] : [text.slice(0, index) + month.written + text.slice(index + word.length)]
    })
  }
}

/** The month that a word names, or the only one whose name begins so: June in Czech begins as July does. */
function findMonth(word: string, months: readonly Month[]): Month | undefined {
  const named = months.filter(({ names }) => names.includes(word))
  const found = named.length > 0 ? named : months.filter(({ names }) => names.some((name) => name.startsWith(word)))
  return found.length === 1 ? found[0] : undefined
}

/** A word without case, accents and the dot of an abbreviation. */
function fold(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\p{M}.]/gu, '')
    .replaceAll('ı', 'i')
}
