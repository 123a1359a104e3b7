import { CronExpressionParser } from 'cron-parser'
import { counted } from '../model/counted.ts'
import { describeValue, type Fault } from '../model/fault.ts'

// A company's feeds share a few hundred schedules: each is read once.
const known = new Map<string, Fault | undefined>()

/** What is wrong with a cron expression of five fields, or undefined. */
export function cronFault(cron: string): Fault | undefined {
  if (!known.has(cron)) known.set(cron, findFault(cron))
  return known.get(cron)
}

// What each field may say, in order.
const fields = [
  { name: 'minute', range: '0 to 59' },
  { name: 'hour', range: '0 to 23' },
  { name: 'day of the month', range: '1 to 31' },
  { name: 'month', range: '1 to 12, or jan to dec' },
  { name: 'weekday', range: '0 to 7, or sun to sat' },
] as const

function findFault(cron: string): Fault | undefined {
  const texts = cron.trim().split(/\s+/)
  const reason = texts.length === fields.length ? reasonAgainst(texts) : counted(texts.length, 'field')
  if (reason === undefined) return undefined
  const withoutSeconds = texts.slice(1)
  const hasSeconds = texts.length === fields.length + 1 && reasonAgainst(withoutSeconds) === undefined
  return {
    found: describeValue(cron),
    expected: 'a cron expression of five fields',
    message: `"${cron}" is not a cron expression: ${reason}`,
    fix: hasSeconds
      ? `leave out the seconds: "${withoutSeconds.join(' ')}"`
      : 'five fields: minute hour day month weekday, for instance "17 */4 * * *"',
  }
}

function reasonAgainst(texts: readonly string[]): string | undefined {
  if (canBeRead(texts.join(' '))) return undefined
  const index = texts.findIndex((text, at) => !canBeRead(fields.map((_, other) => (other === at ? text : '*')).join(' ')))
  if (index === -1) return 'there is no such day'
  const { name, range } = fields[index]!
  return `"${texts[index]}" is no ${name} (${range}${texts[index]!.includes('-') ? '; ranges go upwards' : ''})`
}

function canBeRead(cron: string): boolean {
  // With H the parser chooses, and each time otherwise.
  if (/(?:^|[\s,])H/i.test(cron)) return false
  try {
    // From a fixed day: 30 February is refused today as on any other day.
    CronExpressionParser.parse(cron, { currentDate: '2024-01-01T00:00:00Z', tz: 'UTC' }).next()
    return true
  } catch {
    return false
  }
}
