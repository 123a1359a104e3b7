import type { Fault } from './fault.ts'

/** What a check found: the path of the value in its file, what is wrong, and what to write instead. */
export interface Finding extends Fault {
  readonly file: string
  readonly path: readonly (string | number)[]
  readonly rule: string
  /** True where the key, not its value, is at fault. */
  readonly atKey?: boolean
}

/** A finding with its place: lines and columns count from 1. */
export interface Problem extends Finding {
  readonly line: number
  readonly column: number
}

/** What was asked for, or every problem that stands against it. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] }
