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

function findFault(cron: string): Fault | undefined {
  const reason = reasonAgainst(cron)
  if (reason === undefined) return undefined
  return {
    found: describeValue(cron),
    expected: 'a cron expression of five fields',
    message: `"${cron}" is not a cron expression: ${reason}`,
    fix: 'five fields: minute hour day month weekday, for instance "17 */4 * * *"',
  }
}

function reasonAgainst(cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/).length
  if (fields !== 5) return counted(fields, 'field')
  try {
    // From a fixed day: 30 February is refused today as on any other day.
    CronExpressionParser.parse(cron, { currentDate: '2024-01-01T00:00:00Z', tz: 'UTC' }).next()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
