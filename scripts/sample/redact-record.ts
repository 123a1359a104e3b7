import { parse } from 'csv-parse/sync'
import type { CsvFormat, Format } from '../model/client.ts'
import { isPersonalName, redactText } from './redact.ts'
import { type KeptIds, redactJson, redactValue } from './redact-json.ts'
import { redactXml } from './redact-xml.ts'

/** Redacts one piece of a text: a record, or what stands around records. */
export type Redact = (text: string, kind: 'record' | 'around') => string

/** How texts of this format are redacted so that they stay well-formed. `header` is the names of CSV fields. */
export function redactionFor({ csv, xml }: Format, header: readonly string[], ids: KeptIds): Redact {
  if (xml !== undefined) return (text) => redactXml(text, ids)
  if (csv !== undefined) return (text, kind) => (kind === 'record' ? redactRow(text, csv, { header, ids }) : redactText(text))
  return (text, kind) => (kind === 'record' ? redactJson(text, ids) : redactText(text))
}

/** The fields of one row of CSV. */
export function parseRow(text: string, { delimiter = ',', quote = '"' }: CsvFormat): readonly string[] {
  return (parse(text, { delimiter, quote, relax_quotes: true, relax_column_count: true }) as string[][])[0] ?? []
}

interface RowKnown {
  readonly header: readonly string[]
  readonly ids: KeptIds
}

function redactRow(text: string, format: CsvFormat, { header, ids }: RowKnown): string {
  const { delimiter = ',', quote = '"' } = format
  const fields = parseRow(text, format)
  const redacted = fields.map((field, index) => redactValue(field, isPersonalName(header[index] ?? ''), ids))
  // What needs no change keeps the way in which its author wrote it.
  if (redacted.every((field, index) => field === fields[index])) return text
  const needsQuotes = new RegExp(`[${[delimiter, quote].map((character) => `\\${character}`).join('')}\r\n]`)
  return redacted.map((field) => (needsQuotes.test(field) ? quote + field.replaceAll(quote, quote + quote) + quote : field)).join(delimiter)
}
