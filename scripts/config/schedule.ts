import { CronExpressionParser } from 'cron-parser'
import { describeValue, type Fault } from '../model/fault.ts'
import { didYouMean } from '../suggest.ts'

// A company's feeds share a few hundred schedules and a handful of zones: each is read once.
const knownCrons = new Map<string, Fault | undefined>()
const knownZones = new Map<string, Fault | undefined>()

/** What is wrong with a cron expression of five fields, or undefined. */
export function cronFault(cron: string): Fault | undefined {
  return remembered(knownCrons, cron, () => {
    const reason = reasonAgainst(cron)
    if (reason === undefined) return undefined
    return {
      found: describeValue(cron),
      expected: 'a cron expression of five fields',
      message: `"${cron}" is not a cron expression: ${reason}`,
      fix: 'five fields: minute hour day month weekday, for instance "17 */4 * * *"',
    }
  })
}

/** What is wrong with the name of an IANA time zone, or undefined. */
export function timezoneFault(name: string): Fault | undefined {
  return remembered(knownZones, name, () => {
    // An offset such as +02:00 is a zone for Intl and knows no summer time.
    if (/^[A-Z]/i.test(name) && isTimezone(name)) return undefined
    return {
      found: describeValue(name),
      expected: 'the name of an IANA time zone',
      message: `"${name}" is not an IANA time zone`,
      fix: suggestZone(name) || 'write for instance Europe/Paris',
    }
  })
}

function reasonAgainst(cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/).length
  if (fields !== 5) return `${fields} fields`
  try {
    // From a fixed day: 30 February is refused today as on any other day.
    CronExpressionParser.parse(cron, { currentDate: '2024-01-01T00:00:00Z', tz: 'UTC' }).next()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** `Paris` is the end of a zone's name, `Europe/Pariss` nearly the whole. */
function suggestZone(name: string): string {
  const zones = Intl.supportedValuesOf('timeZone')
  const ends = zones.find((zone) => zone.toLowerCase().endsWith(`/${name.toLowerCase().replaceAll(' ', '_')}`))
  return ends === undefined ? didYouMean(name, zones) : `did you mean "${ends}"?`
}

function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  if (!known.has(key)) known.set(key, find())
  return known.get(key)!
}
