import type { Posting } from './posting.ts'

/** One of the kinds of employment that a posting may have, as Google's list has them. */
export type EmploymentType = NonNullable<Posting['employmentType']>[number]

// A record, so that the compiler finds a forgotten one.
const employmentTypes = {
  FULL_TIME: true,
  PART_TIME: true,
  CONTRACTOR: true,
  TEMPORARY: true,
  INTERN: true,
  VOLUNTEER: true,
  PER_DIEM: true,
  OTHER: true,
} as const satisfies Record<EmploymentType, true>

/** Whether a word is one of the kinds of employment. */
export function isEmploymentType(word: string): word is EmploymentType {
  return Object.hasOwn(employmentTypes, word)
}
