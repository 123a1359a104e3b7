import { describeValue, type Fault } from './model/fault.ts'
import { didYouMean } from './suggest.ts'

// A company's feeds share a handful of zones: each is looked at once.
const known = new Map<string, Fault | undefined>()

/** What is wrong with the name of an IANA time zone, or undefined. */
export function timezoneFault(name: string): Fault | undefined {
  if (!known.has(name)) known.set(name, findFault(name))
  return known.get(name)
}

function findFault(name: string): Fault | undefined {
  // An offset such as +02:00 is a zone for Intl and knows no summer time.
  if (/^[A-Z]/i.test(name) && isTimezone(name)) return undefined
  return {
    found: describeValue(name),
    expected: 'the name of an IANA time zone',
    message: `"${name}" is not an IANA time zone`,
    fix: suggestZone(name) || 'write for instance Europe/Paris',
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
