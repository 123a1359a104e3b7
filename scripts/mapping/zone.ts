import { IANAZone } from 'luxon'
import { calendarDate } from './calendar.ts'

/** The calendar date (YYYY-MM-DD) of a moment, in milliseconds since 1970; undefined as of calendarDate. */
export type DayAt = (ms: number) => string | undefined

/** The calendar date in UTC. */
export function dayInUtc(ms: number): string | undefined {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? undefined : calendarDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

// Every change of clocks since 1972 falls on a quarter of an hour of UTC (IANA tz database).
const quarterMs = 900_000

// Of some hundred days, whose every quarter a large feed may name.
const mostQuarters = 10_000

/**
 * Makes the calendar of a time zone (IANA) that has been checked. Intl takes some microseconds to tell an offset, so each quarter of an hour is asked
 * once.
 */
export function compileZone(name: string): DayAt {
  const zone = IANAZone.create(name)
  const offsetByQuarter = new Map<number, number>()
  return (ms) => {
    const quarter = Math.floor(ms / quarterMs)
    let offset = offsetByQuarter.get(quarter)
    if (offset === undefined) {
      offset = zone.offset(ms) * 60_000
      if (offsetByQuarter.size >= mostQuarters) offsetByQuarter.clear()
      offsetByQuarter.set(quarter, offset)
    }
    return dayInUtc(ms + offset)
  }
}
