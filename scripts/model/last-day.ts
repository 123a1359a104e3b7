import type { Posting } from './posting.ts'

// On Earth's westernmost shores a day ends twelve hours after it has ended in UTC.
const latestMidnightMs = 12 * 60 * 60 * 1000

/**
 * The earliest day of publication (`YYYY-MM-DD`) that is not over everywhere: a last day is a day where the job is, and which day that has is not
 * said. A posting shown for some hours too long does less harm than one that is closed on its last day.
 */
export function firstOpenDay(now: Date): string {
  return new Date(now.getTime() - latestMidnightMs).toISOString().slice(0, 10)
}

/** Whether a posting’s last day of publication is over, though its client still publishes it. */
export function isClosed({ validThrough }: Pick<Posting, 'validThrough'>, now: Date): boolean {
  return validThrough !== undefined && validThrough < firstOpenDay(now)
}
