// ISO 8601 and RFC 3339 as feeds write them: a blank for the T or before the zone, the basic form, an offset in hours, a name after it (RFC 9557).
const isoClock = /^[\d-]{8,10}[T ](\d{2})(?::?(\d{2}))?(?::?(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)(?:\[[\w/+-]+\])?$/i

// RFC 2822, section 3.3, with the zones of section 4.3, by which any other name says nothing.
const mailClock = /\s(\d{1,2}):(\d{2})(?::(\d{2}))?\s+([+-]\d{4}|UTC?|GMT|Z|[ECMP][SD]T)(?:\s|$)/i

const hoursByZone: Readonly<Record<string, number>> = { EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 }

/**
 * How many milliseconds after 00:00 UTC of its own date the moment is that a text states in the form of ISO 8601; undefined where it states no time
 * or no zone.
 */
export function isoClockMs(text: string): number | undefined {
  return clockMs(isoClock.exec(text))
}

/** As isoClockMs, in the form of RFC 2822. */
export function mailClockMs(text: string): number | undefined {
  return clockMs(mailClock.exec(text))
}

function clockMs(found: RegExpExecArray | null): number | undefined {
  if (found === null) return undefined
  const [, hours, minutes = '0', seconds = '0', zone = ''] = found
  return (Number(hours) * 60 + Number(minutes) - offsetMinutes(zone)) * 60_000 + Number(seconds) * 1_000
}

function offsetMinutes(zone: string): number {
  const signed = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (signed === null) return (hoursByZone[zone.toUpperCase()] ?? 0) * 60
  const [, sign, hours, minutes = '0'] = signed
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
}
