// Hosts of clients restart in seconds; a longer outage is for the next scheduled run, not for a run that holds a worker.
const waitsMs = [1_000, 4_000, 16_000] as const

// The longest that a run waits because a host asks for it.
const longestWaitMs = 120_000

/** Status codes (RFC 9110, RFC 6585) after which the same request may succeed. */
const passing: readonly number[] = [408, 425, 429, 500, 502, 503, 504]

/** What one attempt met, as far as trying again goes. */
export interface Attempt {
  /** Attempts so far, this one included. */
  readonly attempts: number
  /** The status code; undefined where there was no answer. */
  readonly status?: number
  /** The header Retry-After as it came. */
  readonly retryAfter?: string | undefined
}

/** Milliseconds to wait before the next attempt, or undefined where there should be none. `now` in milliseconds since the epoch. */
export function nextWaitMs({ attempts, status, retryAfter }: Attempt, now: number): number | undefined {
  if (status !== undefined && !passing.includes(status)) return undefined
  const usual = waitsMs[attempts - 1]
  if (usual === undefined) return undefined
  const asked = retryAfter === undefined ? 0 : parseRetryAfter(retryAfter, now)
  return asked > longestWaitMs ? undefined : Math.max(usual, asked)
}

/** Retry-After is a number of seconds or a date (RFC 9110, section 10.2.3). */
function parseRetryAfter(value: string, now: number): number {
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1_000
  const date = Date.parse(value)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now)
}
