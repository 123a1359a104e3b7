import { parse } from 'csv-parse/sync'
import type { CsvFormat, Format } from '../model/client.ts'
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

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** The part of JSON (ECMAScript 2026, JSON.parse source text access) that the compiler's library does not know yet. */
interface ExactJson {
  rawJSON(text: string): Json
  isRawJSON(value: unknown): boolean
}

const exact = JSON as unknown as ExactJson

function redactJson(text: string): string {
  let isChanged = false
  const redact = (value: Json, isPersonal: boolean): Json => {
    if (typeof value === 'string') {
      const redacted = isPersonal ? redactPersonal(value) : redactText(value)
      isChanged ||= redacted !== value
      return redacted
    }
    if (typeof value !== 'object' || value === null || exact.isRawJSON(value)) return value
    if (Array.isArray(value)) return value.map((part) => redact(part, isPersonal))
    const pair = isPersonalPair(value)
    // A number that is personal is a telephone number.
    const redactField = (name: string, part: Json) => {
      const isOwn = isPersonal || isPersonalName(name) || (pair && name === 'value')
      if (isOwn && exact.isRawJSON(part)) isChanged = true
      return isOwn && exact.isRawJSON(part) ? 0 : redact(part, isOwn)
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

/** Numbers as they are written: a double could not hold a long id. Undefined where it is no JSON, as a line among others may be. */
function parseExact(text: string): Json | undefined {
  try {
    return JSON.parse(text, (_name, value: Json, context?: { readonly source?: string }) =>
      typeof value === 'number' ? exact.rawJSON(context!.source!) : value,
    ) as Json
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
