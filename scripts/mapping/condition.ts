import type { Condition, Words } from '../model/client.ts'
import { compilePattern } from './pattern.ts'
import { compilePath, listOf, type RecordFields } from './values.ts'

/** Whether a record is as a condition wants it. */
export type Test = (fields: RecordFields) => boolean

/** Makes the test of a condition that has been checked. Words are compared as they are written, case included. */
export function compileCondition({ path, is, isNot, matches, filled }: Condition): Test {
  const read = compilePath(path)
  const holds = testOf({ is, isNot, matches, filled })
  return (fields) => holds(listOf(read(fields)))
}

function testOf({
  is,
  isNot,
  matches,
  filled,
}: {
  readonly [Key in 'is' | 'isNot' | 'matches' | 'filled']: Condition[Key] | undefined
}): (texts: readonly string[]) => boolean {
  if (is !== undefined) {
    const wanted = wordSet(is)
    return (texts) => texts.some((text) => wanted.has(text))
  }
  if (isNot !== undefined) {
    const unwanted = wordSet(isNot)
    return (texts) => !texts.some((text) => unwanted.has(text))
  }
  if (matches !== undefined) {
    const pattern = compilePattern(matches)
    return (texts) => texts.some(pattern.isIn)
  }
  return (texts) => texts.length > 0 === filled
}

function wordSet(words: Words): ReadonlySet<string> {
  return new Set((Array.isArray(words) ? words : [words]).map(String))
}
