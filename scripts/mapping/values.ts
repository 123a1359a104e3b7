import { pathNames } from '../model/path.ts'
import type { SourceRecord, Value } from '../model/record.ts'

/**
 * What a path or a chain gives: nothing, one text, or several. Texts are trimmed and never empty. A hole in a list is an element that has no
 * value there: places are put together from several lists by position.
 */
export type Values = string | undefined | readonly (string | undefined)[]

/** The fields of a record, by name. */
export type RecordFields = SourceRecord['fields']

/** Reads one path of a record. */
export type PathReader = (fields: RecordFields) => Values

/** Makes the reader of a path that has been checked; a list on the way gives the values of all its elements. */
export function compilePath(path: string): PathReader {
  const names = pathNames(path)
  const [only] = names
  if (names.length > 1) return (fields) => walk(fields, names, 0)
  return (fields) => {
    const value = Object.hasOwn(fields, only!) ? fields[only!] : undefined
    return typeof value === 'string' ? value.trim() || undefined : textOf(value)
  }
}

/** Makes the finder of the objects at a path that has been checked, in order; what is no object (a text) is none of them. */
export function elementsAt(path: string): (fields: RecordFields) => readonly RecordFields[] {
  const names = pathNames(path)
  return (fields) => objectsOf(fields, names, 0)
}

function objectsOf(value: Value | undefined, names: readonly string[], depth: number): readonly RecordFields[] {
  if (typeof value !== 'object' || value === null) return []
  const name = names[depth]
  if (Array.isArray(value)) {
    if (name !== undefined && isIndex(name)) return objectsOf(value[Number(name)], names, depth + 1)
    return value.flatMap((element: Value) => objectsOf(element, names, depth))
  }
  if (name === undefined) return [value as RecordFields]
  if (Object.hasOwn(value, name)) return objectsOf((value as RecordFields)[name], names, depth + 1)
  return name === '0' ? objectsOf(value, names, depth + 1) : []
}

function walk(value: Value | undefined, names: readonly string[], depth: number): Values {
  const name = names[depth]
  if (name === undefined) return textOf(value)
  if (Array.isArray(value)) {
    if (isIndex(name)) return walk(value[Number(name)], names, depth + 1)
    return value.flatMap((element: Value) => walk(element, names, depth))
  }
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, name))
    return walk((value as RecordFields)[name], names, depth + 1)
  // XML does not tell a list of one from a single element.
  return name === '0' && value !== null && value !== undefined ? walk(value, names, depth + 1) : undefined
}

function isIndex(name: string): boolean {
  return /^\d{1,6}$/.test(name)
}

/** The text of a value: an XML element with attributes has its text under #text; any other object has none. */
function textOf(value: Value | undefined): Values {
  switch (typeof value) {
    case 'string':
      return value.trim() || undefined
    case 'number':
    case 'boolean':
      return String(value)
    case 'object':
      if (value === null) return undefined
      if (Array.isArray(value)) return value.flatMap((element: Value) => textOf(element))
      return Object.hasOwn(value, '#text') ? textOf((value as RecordFields)['#text']) : undefined
    default:
      return undefined
  }
}

/** Whether there is a text in it. */
export function isFilled(values: Values): values is string | readonly (string | undefined)[] {
  return typeof values === 'string' || (values?.some((value) => value !== undefined) ?? false)
}

/** Whether there are several values, holes included: each is that of one place, where one alone is that of every place. */
export function isSeveral(values: Values): values is readonly (string | undefined)[] {
  return typeof values === 'object' && values.length > 1
}

/** The texts, without holes. */
export function listOf(values: Values): readonly string[] {
  if (values === undefined) return []
  return typeof values === 'string' ? [values] : values.filter((value) => value !== undefined)
}

/** The first text. */
export function firstOf(values: Values): string | undefined {
  return typeof values === 'string' || values === undefined ? values : values.find((value) => value !== undefined)
}

/** A text without NUL, which PostgreSQL cannot store; undefined where nothing is left. */
export function withoutNul(text: string | undefined): string | undefined {
  return (text?.includes('\0') ? text.replaceAll('\0', '').trim() : text) || undefined
}

/** Applies one step to each text; a step that gives an empty text has taken the value away. */
export function mapValues(values: Values, step: (text: string) => string | undefined): Values {
  if (typeof values === 'string') return step(values)?.trim() || undefined
  return values?.map((value) => (value === undefined ? undefined : step(value)?.trim() || undefined))
}
