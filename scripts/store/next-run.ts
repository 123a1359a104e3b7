import { CronExpressionParser } from 'cron-parser'
import type { Schedule } from '../model/schedule.ts'

/** When each schedule is due next, strictly after `now`; in the order given. A cron that many feeds share is worked out once. */
export function nextRuns(schedules: readonly Schedule[], now: Date): Date[] {
  const known = new Map<string, Date>()
  return schedules.map(({ cron, timezone }) => {
    const key = `${timezone} ${cron}`
    const next = known.get(key) ?? CronExpressionParser.parse(cron, { currentDate: now, tz: timezone }).next().toDate()
    known.set(key, next)
    return next
  })
}
