import type { Fingerprint, Recalled } from './recall.ts'

/**
 * A value in a record. From CSV every value is a string. From JSON it is what JSON says. From XML an element without attributes and children
 * is its text, any other is an object: attributes under `@name`, text (CDATA included) under `#text`, children under their qualified names,
 * a child that occurs more than once as a list.
 */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

/** One item as the source gave it. `position` counts from 1 within the feed. */
export interface SourceRecord {
  readonly position: number
  /** Why the fields cannot be trusted (a CSV row with too few of them): the record is skipped for this reason. */
  readonly fault?: string
  readonly fields: { readonly [name: string]: Value }
  /** That of its text, where the reader was asked to recall records. */
  readonly fingerprint?: Fingerprint
  /** Where it is recalled it was not read: `fields` are empty. */
  readonly recalled?: Recalled
}
