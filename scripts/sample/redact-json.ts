import { isExactNumber, type Json, parseExact } from './exact-json.ts'
import type { Piece } from './excerpt.ts'
import { isPersonalName, redactPersonal, redactText } from './redact.ts'

/** Ids of postings, which stay whatever they look like: a sample whose ids are all 0000000000 is mapped to one posting. */
export type KeptIds = ReadonlySet<string>

/** The text of a field, redacted; `isPersonal` where it is named for a person. Some sources put JSON into a text. */
export function redactValue(text: string, isPersonal: boolean, ids: KeptIds): string {
  if (ids.has(text.trim())) return text
  if (isPersonal) return redactPersonal(text)
  if (!/^\s*[{[]/.test(text)) return redactText(text)
  try {
    return redactJson(text, ids)
  } catch (error) {
    // It is nested deeper than the stack.
    if (error instanceof RangeError) return redactText(text)
    throw error
  }
}

/** The pieces of a JSON document, redacted: each record by itself, and what stands around them as the one document that it is without them. */
export function redactDocument(pieces: readonly Piece[], ids: KeptIds): string {
  const around = pieces.map(({ kind, text }) => (kind === 'around' ? withoutCodes(text) : ''))
  let mark = 'record'
  while (around.some((text) => text.includes(mark))) mark += '-'
  const marks = pieces.map((_, index) => `${mark}${index}`)
  const envelope = pieces.map(({ kind, text }, index) => (kind === 'record' ? `"${marks[index]}"` : text)).join('')
  const redacted = redactValue(envelope, false, new Set([...ids, ...marks]))
  return redacted.replaceAll(new RegExp(`"${mark}(\\d+)"`, 'g'), (_, index: string) => redactJson(pieces[Number(index)]!.text, ids))
}

/** JSON may write any letter by its code: \u0072 is r. */
function withoutCodes(text: string): string {
  return text.replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** A JSON document, redacted by the names of its fields; text that is none is redacted as text. What needs no change stays as it is written. */
export function redactJson(text: string, ids: KeptIds): string {
  let isChanged = false
  const redact = (value: Json, isPersonal: boolean): Json => {
    if (typeof value === 'string') {
      const redacted = redactValue(value, isPersonal, ids)
      isChanged ||= redacted !== value
      return redacted
    }
    if (typeof value !== 'object' || value === null || isExactNumber(value)) return value
    if (Array.isArray(value)) return value.map((part) => redact(part, isPersonal))
    const pair = isPersonalPair(value)
    // A number that is personal is a telephone number.
    const redactField = (name: string, part: Json) => {
      const isOwn = isPersonal || isPersonalName(name) || (pair && name === 'value')
      if (!isOwn || !isExactNumber(part) || ids.has(JSON.stringify(part))) return redact(part, isOwn)
      isChanged = true
      return 0
    }
    // Some sources keep people by their addresses.
    const entries = Object.entries(value).map(([name, part]) => [redactValue(name, false, ids), redactField(name, part)] as const)
    isChanged ||= entries.some(([name]) => !Object.hasOwn(value, name))
    return Object.fromEntries(entries)
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
