import { DateTime } from 'luxon'
import { describeValue, type Fault } from '../model/fault.ts'
import { calendarDate } from './calendar.ts'
import { isoClockMs, mailClockMs } from './clock.ts'
import { compileMonths } from './months.ts'
import { compileZone, type DayAt, dayInUtc } from './zone.ts'

/** The calendar date (YYYY-MM-DD) in a text; undefined where the text does not fit. */
export type DateParser = (text: string) => string | undefined

// ISO 8601 as feeds write it: a space for the T, a time and zone of any form after it (which do not change the date), the basic form; the zone of a
// date alone (XML Schema) and the name of a zone in brackets (RFC 9557).
const isoDate =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:$|(?:Z|[+-]\d{2}:\d{2})$|[T ]\d{2}(?::?\d{2})?[\d:.,]*\s*(?:Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?(?:\[[\w/+-]+\])?$)/i

// RFC 2822 and RFC 822: the weekday may be missing, the year may have two digits, what follows the year does not change the date.
const mailDate = /^(?:[a-z]{3,9}(?:,\s*|\s+))?(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4}|\d{2})(?:$|\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s.*)?$)/i

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Reads a date as a format has it, or as the calendar of a zone does where the format carries one. */
type Format = (toDay: DayAt | undefined) => DateParser

const named: Readonly<Record<string, Format>> = {
  iso: (toDay) => shifted(isoDay, isoClockMs, toDay),
  rfc2822: (toDay) => shifted(mailDay, mailClockMs, toDay),
  seconds: (toDay) => epochDay(1_000, toDay),
  milliseconds: (toDay) => epochDay(1, toDay),
}

/**
 * Makes the parser for a format, or for several that are tried in order: a name (iso, rfc2822, seconds, milliseconds) or Luxon's tokens. The date is
 * the one that the text has, and of an epoch the one in UTC; where `zone` (IANA) is given, what states its own zone and every epoch is moved into
 * that.
 */
export function compileDate(formats: string | readonly string[], locale = 'en', zone?: string): DateParser {
  const toDay = zone === undefined ? undefined : compileZone(zone)
  const parsers = (typeof formats === 'string' ? [formats] : formats).map((format) =>
    Object.hasOwn(named, format) ? named[format]!(toDay) : compileTokens(format, locale, toDay),
  )
  const [only] = parsers
  if (parsers.length === 1) return only!
  return (text) => {
    for (const parse of parsers) {
      const date = parse(text)
      if (date !== undefined) return date
    }
    return undefined
  }
}

/** Whether a format may state a zone or is an epoch: any other date cannot be moved. */
export function carriesZone(format: string): boolean {
  return Object.hasOwn(named, format) || /[Zz]/.test(withoutQuoted(format))
}

function isoDay(text: string): string | undefined {
  const found = isoDate.exec(text)
  return found === null ? undefined : calendarDate(Number(found[1]), Number(found[2]), Number(found[3]))
}

function mailDay(text: string): string | undefined {
  const found = mailDate.exec(text)
  if (found === null) return undefined
  const year = Number(found[3])
  // RFC 2822, section 4.3: 00 to 49 are of this century.
  const fullYear = found[3]!.length === 4 ? year : year < 50 ? 2000 + year : 1900 + year
  return calendarDate(fullYear, months.indexOf(found[2]!.toLowerCase()) + 1, Number(found[1]))
}

function shifted(dayOf: DateParser, clockMs: (text: string) => number | undefined, toDay: DayAt | undefined): DateParser {
  if (toDay === undefined) return dayOf
  return (text) => {
    const day = dayOf(text)
    const ms = day === undefined ? undefined : clockMs(text)
    return ms === undefined ? day : toDay(Date.parse(day!) + ms)
  }
}

// 3 March 1973, before any feed: an earlier moment is 0, which says that there is none, or seconds that are read as milliseconds.
const earliestMs = 1e11

function epochDay(unitMs: number, toDay: DayAt = dayInUtc): DateParser {
  return (text) => {
    const ms = /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) * unitMs : 0
    return ms < earliestMs ? undefined : toDay(ms)
  }
}

// The tokens of Luxon that are read the same everywhere; those for local forms (D, f, t ...) depend on the machine's ICU data.
const token = /^(?:y{1,2}|y{4}|L{1,4}|M{1,4}|d{1,2}|o|ooo|E{3,4}|c{1,4}|h{1,2}|H{1,2}|m{1,2}|s{1,2}|S|SSS|u{1,3}|a|Z{1,3}|z)$/

/** What is wrong with a format, or undefined: a format is right when it is made of known tokens and reads back the date that it writes. */
export function checkDate(format: string, locale = 'en'): Fault | undefined {
  // Ten thousand client files share a few dozen formats, and Luxon takes 50 µs to read one.
  const key = `${locale}\0${format}`
  if (!checked.has(key)) checked.set(key, findFault(format, locale))
  return checked.get(key)
}

const checked = new Map<string, Fault | undefined>()

const fix = 'write iso, rfc2822, seconds, milliseconds, or Luxon tokens such as dd/MM/yyyy'

function findFault(format: string, locale: string): Fault | undefined {
  if (Object.hasOwn(named, format)) return undefined
  const unknown = withoutQuoted(format)
    .match(/([A-Za-z])\1*/g)
    ?.find((letters) => !token.test(letters))
  if (unknown !== undefined)
    return {
      found: describeValue(unknown),
      expected: 'tokens of Luxon, and letters that stand for themselves between single quotes',
      message: `"${unknown}" in "${format}" is no token: letters that stand for themselves are put between single quotes`,
      fix,
    }
  const written = DateTime.utc(2024, 11, 23, 12, 34, 56).setLocale(locale).toFormat(format)
  if (compileTokens(format, locale)(written) === '2024-11-23') return undefined
  return {
    found: describeValue(format),
    expected: 'a format with day, month and year',
    message: `"${format}" holds no whole date: it writes ${JSON.stringify(written)}`,
    fix,
  }
}

function withoutQuoted(format: string): string {
  return format.replaceAll(/'[^']*'/g, ' ')
}

function compileTokens(format: string, locale: string, toDay?: DayAt): DateParser {
  const isMoved = toDay !== undefined && carriesZone(format)
  const parser = DateTime.buildFormatParser(format, { locale })
  const monthToken = /[LM]{3,4}/.exec(withoutQuoted(format))?.[0]
  const rewriteMonth = monthToken === undefined ? undefined : compileMonths(monthToken, locale)
  const parse = (text: string) => {
    // A text without a zone is of no place: where the process runs, there may be days that never were.
    const parsed = DateTime.fromFormatParser(text, parser, { locale, zone: 'utc', setZone: true })
    const day = parsed.isValid ? calendarDate(parsed.year, parsed.month, parsed.day) : undefined
    return day !== undefined && isMoved ? toDay(parsed.toMillis()) : day
  }
  const parseAsMeant = (text: string) => {
    const plain = text.normalize('NFC').replaceAll(/[\u00a0\u2009\u202f]/g, ' ')
    const rewritten = rewriteMonth?.(plain) ?? []
    for (const meant of plain === text ? rewritten : [plain, ...rewritten]) {
      const date = parse(meant)
      if (date !== undefined) return date
    }
    return undefined
  }
  const remembered = new Map<string, string | undefined>()
  return (text) => {
    if (remembered.has(text)) return remembered.get(text)
    const date = parse(text) ?? parseAsMeant(text)
    // Luxon takes 20 µs, and a feed has few distinct days; where it has distinct seconds, the memory must not grow with it.
    if (remembered.size >= 10_000) remembered.clear()
    remembered.set(text, date)
    return date
  }
}
