import type { BaseSalaryMapping, Transform } from '../model/client.ts'
import type { BaseSalary } from '../model/posting.ts'
import { compileTransform, type ExpressionReaders, type Reader } from './chain.ts'
import { currencyCodes } from './currencies.ts'
import type { Report } from './steps.ts'
import { firstOf, type RecordFields } from './values.ts'

/** A part of a salary, as client files name it. */
export type SalaryPart = keyof BaseSalaryMapping

/** Reads the pay of one record; undefined where a part that it needs is missing. */
export type SalaryReader = (fields: RecordFields, reportFor: (part: SalaryPart) => Report) => BaseSalary | undefined

/** The times that pay may be for. */
export const salaryUnits: ReadonlySet<string> = new Set<BaseSalary['unit']>(['HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR'])

/**
 * Makes the reader of pay in numbers. Half of it says nothing (an amount without currency or unit), so it is all or none. Zero is how feeds write
 * that nothing is said, and counts as missing; a range whose ends are the same is one value; one whose ends are exchanged is reported and left out.
 */
export function compileBaseSalary(mapping: BaseSalaryMapping, expressions: ExpressionReaders): SalaryReader {
  const compiled = (Object.entries(mapping) as [SalaryPart, Transform][]).map(([part, transform]) => [
    part,
    compileTransform(transform, expressions),
  ])
  const readers: Readonly<Partial<Record<SalaryPart, Reader>>> = Object.fromEntries(compiled)
  return (fields, reportFor) => {
    const read = (part: SalaryPart) => firstOf(readers[part]?.(fields, reportFor(part)))
    const amount = (part: SalaryPart) => parseAmount(read(part), reportFor(part))
    const currency = knownWord(read('currency'), currencyCodes, reportFor('currency'), 'not an ISO 4217 code')
    const unit = knownWord(read('unit'), salaryUnits, reportFor('unit'), 'not HOUR, DAY, WEEK, MONTH or YEAR: translate it in map')
    const amounts = toAmounts(amount('value'), amount('min'), amount('max'), reportFor('min'))
    if (currency === undefined || unit === undefined || amounts === undefined) return undefined
    return { currency, ...amounts, unit: unit as BaseSalary['unit'] }
  }
}

function knownWord(text: string | undefined, known: ReadonlySet<string>, report: Report, problem: string): string | undefined {
  const word = text?.toUpperCase()
  if (word === undefined || known.has(word)) return word
  report(problem, text!)
  return undefined
}

function parseAmount(text: string | undefined, report: Report): number | undefined {
  if (text === undefined) return undefined
  const amount = /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : undefined
  if (amount === undefined) report(problemOf(text), text)
  return amount === 0 ? undefined : amount
}

function problemOf(text: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return 'not a number: read it with number'
  return text.startsWith('-') ? 'less than 0' : 'more than 15 digits'
}

function toAmounts(
  value: number | undefined,
  min: number | undefined,
  max: number | undefined,
  report: Report,
): Pick<BaseSalary, 'value' | 'min' | 'max'> | undefined {
  if (value !== undefined) return { value }
  if (min === undefined) return max === undefined ? undefined : { max }
  if (max === undefined) return { min }
  if (min === max) return { value: min }
  if (min < max) return { max, min }
  report('more than max', `${min} > ${max}`)
  return undefined
}
