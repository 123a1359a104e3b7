import { parse } from 'csv-parse/sync'
import type { CsvFormat, Format } from '../model/client.ts'
import { isExactNumber, type Json, parseExact } from './exact-json.ts'
import { isPersonalName, redactPersonal, redactText } from './redact.ts'
import { redactXml } from './redact-xml.ts'

/** Redacts one piece of a text: a record, or what stands around records. */
export type Redact = (text: string, kind: 'record' | 'around') => string

/** How texts of this format are redacted so that they stay well-formed. `header` is the names of CSV fields. */
export function redactionFor({ csv, xml }: Format, header: readonly string[]): Redact {
  if (xml !== undefined) return redactXml
  if (csv !== undefined) return (text, kind) => (kind === 'record' ? redactRow(text, csv, header) : redactText(text))
  return (text, kind) => (kind === 'record' ? redactJson(text) : redactText(text))
}

/** The fields of one row of CSV. */
export function parseRow(text: string, { delimiter = ',', quote = '"' }: CsvFormat): readonly string[] {
  return (parse(text, { delimiter, quote, relax_quotes: true, relax_column_count: true }) as string[][])[0] ?? []
}

function redactRow(text: string, format: CsvFormat, header: readonly string[]): string {
  const { delimiter = ',', quote = '"' } = format
  const fields = parseRow(text, format)
  const redacted = fields.map((field, index) => (isPersonalName(header[index] ?? '') ? redactPersonal(field) : redactText(field)))
  // What needs no change keeps the way in which its author wrote it.
  if (redacted.every((field, index) => field === fields[index])) return text
  const needsQuotes = new RegExp(`[${[delimiter, quote].map((character) => `\\${character}`).join('')}\r\n]`)
  return redacted.map((field) => (needsQuotes.test(field) ? quote + field.replaceAll(quote, quote + quote) + quote : field)).join(delimiter)
}

function redactJson(text: string): string {
  let isChanged = false
  const redact = (value: Json, isPersonal: boolean): Json => {
    if (typeof value === 'string') {
      const redacted = isPersonal ? redactPersonal(value) : redactText(value)
      isChanged ||= redacted !== value
      return redacted
    }
    if (typeof value !== 'object' || value === null || isExactNumber(value)) return value
    if (Array.isArray(value)) return value.map((part) => redact(part, isPersonal))
    const pair = isPersonalPair(value)
    // A number that is personal is a telephone number.
    const redactField = (name: string, part: Json) => {
      const isOwn = isPersonal || isPersonalName(name) || (pair && name === 'value')
      if (isOwn && isExactNumber(part)) isChanged = true
      return isOwn && isExactNumber(part) ? 0 : redact(part, isOwn)
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, redactField(name, part)]))
  }
  const parsed = parseExact(text)
  if (parsed === undefined) return redactText(text)
  const redacted = redact(parsed, false)
  return isChanged ? JSON.stringify(redacted) : text
}

/** Greenhouse and others list further fields as pairs: { name: "Recruiter", value: "..." }. */
function isPersonalPair({ name, label, key, value }: { [name: string]: Json }): boolean {
  const title = name ?? label ?? key
  return value !== undefined && typeof title === 'string' && isPersonalName(title)
}
