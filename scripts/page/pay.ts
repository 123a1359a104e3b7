import type { BaseSalary } from '../model/posting.ts'
import { type Language, wordsOf } from './words.ts'

/** Pay in words: `2 350 € par mois`, `28.000–32.000 € pro Jahr`, `from €30 per hour`. Whole amounts have no cents. */
export function payWords(language: Language, { currency, value, min, max, unit }: BaseSalary): string {
  const words = wordsOf(language)
  const format = new Intl.NumberFormat(language, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' })
  const amount = () => {
    if (value !== undefined) return format.format(value)
    if (min !== undefined && max !== undefined) return format.formatRange(min, max)
    return min === undefined
      ? words.payUpTo.replace('#', () => format.format(max ?? 0))
      : words.payFrom.replace('#', () => format.format(min))
  }
  return words.pay[unit].replace('#', amount)
}
