import { describe, expect, it } from 'vitest'
import { cronFault } from '../../scripts/config/schedule.ts'

describe('cronFault', () => {
  it.each([
    ['61 4 * * *', '"61" is no minute (0 to 59)'],
    ['H 4 * * *', '"H" is no minute (0 to 59)'],
    ['17 4 * * 1,H/2', '"1,H/2" is no weekday (0 to 7, or sun to sat)'],
    ['17 22-6 * * *', '"22-6" is no hour (0 to 23; ranges go upwards)'],
    ['17 4 32 * *', '"32" is no day of the month (1 to 31)'],
    ['17 4 * Mars *', '"Mars" is no month (1 to 12, or jan to dec)'],
    ['17 4 * * Monday', '"Monday" is no weekday (0 to 7, or sun to sat)'],
    ['17 4 30 2 *', 'there is no such day'],
    ['17 4 * *', '4 fields'],
    ['@daily', '1 field'],
  ])('says what is wrong in %s', (cron, reason) => {
    expect(cronFault(cron)?.message).toBe(`"${cron}" is not a cron expression: ${reason}`)
  })

  it.each(['17 4 * mar thu', '17 4 L * *', '17 4 * * MON-FRI', '17 4 ? * 1#2', '*/15  4\t1,15 * 7'])('has nothing against %s', (cron) => {
    expect(cronFault(cron)).toBeUndefined()
  })

  it('leaves out seconds, which other schedulers have', () => {
    expect(cronFault('0 17 */4 * * *')?.fix).toBe('leave out the seconds: "17 */4 * * *"')
  })
})
