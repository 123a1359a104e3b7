import type { BaseSalary, Location } from '../model/posting.ts'
import { printable, printableLine } from '../model/printable.ts'

/** A value of a posting or a record on one line that no text in it can break out of. */
export function valueText(value: unknown): string {
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : isList(value) ? listText(value) : plain(value)
  return printableLine(text)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function listText(values: readonly unknown[]): string {
  // The parts of a place have commas between them.
  return values.map(valueText).join(values.some((value) => typeof value === 'object') ? '; ' : ', ')
}

/** A place or a pay, the only objects that a posting holds, as people say it; what is no object as JSON. */
function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return 'currency' in value ? payText(value as BaseSalary) : placeText(value as Location)
}

function payText({ value, min, max, currency, unit }: BaseSalary): string {
  const range = min === undefined ? `up to ${max}` : max === undefined ? `from ${min}` : `${min}–${max}`
  return `${value ?? range} ${currency} per ${unit.toLowerCase()}`
}

function placeText({ text, street, postalCode, city, region, country }: Location): string {
  const town = [postalCode, city].filter(Boolean).join(' ')
  return [text, street, town, region, country].filter(Boolean).join(', ')
}

/** The text in at most `width` characters, with an ellipsis where it was cut. */
export function shorten(text: string, width: number): string {
  const characters = [...text]
  return characters.length <= width ? text : `${characters.slice(0, Math.max(width - 1, 0)).join('')}…`
}

/** The text in exactly `width` characters. */
export function padTo(text: string, width: number): string {
  const short = shorten(text, width)
  return short + ' '.repeat(Math.max(0, width - [...short].length))
}

// What leads up to the first difference, so that one sees where in the text it is.
const leadIn = 12

/** Two values, each from shortly before the place where they begin to differ, in at most `width` characters. */
export function contrast(before: unknown, after: unknown, width: number): readonly [before: string, after: string] {
  const [was, is] = distinctWords(before, after)
  let same = 0
  while (same < was.length && was[same] === is[same]) same += 1
  const from = was.length <= width && is.length <= width ? 0 : Math.max(0, same - leadIn)
  const cut = (text: string, value: unknown) =>
    value === undefined ? '(empty)' : shorten(from === 0 ? text : `…${text.slice(from)}`, width)
  return [cut(was, before), cut(is, after)]
}

/** Words leave out blanks, and whether Lyon is a city or a region: where nothing else differs, both are shown as JSON. */
function distinctWords(before: unknown, after: unknown): readonly [string, string] {
  const words = [valueText(before), valueText(after)] as const
  return words[0] === words[1] ? [printable(JSON.stringify(before) ?? ''), printable(JSON.stringify(after) ?? '')] : words
}
