import type { Cause } from '../model/cause.ts'
import type { Outcome } from '../model/run.ts'

/** Causes that may be over by themselves in minutes. Any other needs a person, and trying again would only load the client's host. */
const passing: ReadonlySet<Cause> = new Set(['unreachable', 'refused', 'timeout', 'truncated', 'webPage', 'stopped', 'store', 'machine'])

/** Whether the queue should try a run again before its next scheduled time. */
export function isWorthRetrying(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && passing.has(outcome.cause)
}
