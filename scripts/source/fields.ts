import type { Value } from '../model/record.ts'

/**
 * Fields by name, without a prototype: a source's `__proto__` or `constructor` is a name like any other.
 * A constructor rather than `Object.create(null)`, whose objects V8 keeps as dictionaries (measured: twice as slow to fill).
 */
export type Fields = { [name: string]: Value }

function EmptyFields(): void {}
EmptyFields.prototype = Object.create(null)

/** New, empty fields. */
export function createFields(): Fields {
  return new (EmptyFields as unknown as new () => Fields)()
}
