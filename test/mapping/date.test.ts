import fc from 'fast-check'
import { Settings } from 'luxon'
import { describe, expect, it } from 'vitest'
import { checkDate, compileDate } from '../../scripts/mapping/date.ts'

describe('compileDate', () => {
  it.each([
    ['iso', '2026-02-28', '2026-02-28'],
    ['iso', '2026-02-28T23:59:59Z', '2026-02-28'],
    ['iso', '2026-02-28T23:59:59.123+14:00', '2026-02-28'],
    ['iso', '2026-02-28T00:30-0800', '2026-02-28'],
    ['iso', '2026-02-28 10:20:30 UTC', '2026-02-28'],
    ['iso', '2026-02-28T10:20:30.1234567', '2026-02-28'],
    ['iso', '20260228', '2026-02-28'],
    ['iso', '20260228T102030Z', '2026-02-28'],
    ['iso', '2024-02-29', '2024-02-29'],
    ['iso', '2026-02-28Z', '2026-02-28'],
    ['iso', '2026-02-28-05:00', '2026-02-28'],
    ['iso', '2026-02-28T10:20:30+01:00[Europe/Paris]', '2026-02-28'],
    ['iso', '2026-02-28T10:20:30[', undefined],
    ['iso', '2026-02-29', undefined],
    ['iso', '1900-02-29', undefined],
    ['iso', '2026-13-01', undefined],
    ['iso', '2026-04-31', undefined],
    ['iso', '0001-01-01', undefined],
    ['iso', '28/02/2026', undefined],
    ['iso', '2026-02-28 or so', undefined],
    ['rfc2822', 'Tue, 29 Jun 2021 22:49:39 GMT', '2021-06-29'],
    ['rfc2822', 'Tue, 9 Jun 2021 00:10:00 +0200', '2021-06-09'],
    ['rfc2822', 'Tue,29 Jun 2021 22:49:39 GMT', '2021-06-29'],
    ['rfc2822', 'Tue29 Jun 2021', undefined],
    ['rfc2822', '09 Sept 2021', '2021-09-09'],
    ['rfc2822', 'Tuesday, 29 June 2021 22:49 EST', '2021-06-29'],
    ['rfc2822', '29 Jun 21 22:49 GMT', '2021-06-29'],
    ['rfc2822', '29 Jun 99 22:49 GMT', '1999-06-29'],
    ['rfc2822', '29 Foo 2021', undefined],
    ['rfc2822', '31 Jun 2021', undefined],
    ['seconds', '1609459199', '2020-12-31'],
    ['milliseconds', '1609459200000', '2021-01-01'],
    ['milliseconds', 'x', undefined],
    ['milliseconds', '1609459200', undefined],
    ['milliseconds', '-62135596800000', undefined],
    ['seconds', '0', undefined],
    ['seconds', '1609459199.5', '2020-12-31'],
    ['milliseconds', '99999999999999999', undefined],
    ['dd/MM/yyyy', '31/12/2025', '2025-12-31'],
    ['MM/dd/yyyy', '31/12/2025', undefined],
    ['yyyy-MM-dd', '0001-01-01', undefined],
    ['yyyy-MM-dd', '1899-12-30', undefined],
    ['yyyy-MM-dd', '1900-01-01', '1900-01-01'],
    ['dd/MM/yyyy', '01/01/0001', undefined],
    ["EEE, dd MMM yyyy HH:mm:ss 'GMT'", 'Tue, 29 Jun 2021 22:49:39 GMT', '2021-06-29'],
    ["yyyy-MM-dd'T'HH:mm:ssZZ", '2021-06-29T23:30:00-10:00', '2021-06-29'],
  ])('reads as %s: %s', (format, text, expected) => {
    const date = compileDate(format)(text)

    expect(date).toBe(expected)
  })

  it.each([
    ['en', 'd MMM yyyy', '3 Sept 2026'],
    ['en-GB', 'd MMM yyyy', '3 Sep 2026'],
    ['en-AU', 'd MMM yyyy', '3 Sep 2026'],
    ['es', 'd MMM yyyy', '3 sep 2026'],
    ['es-MX', 'd MMM yyyy', '3 sept 2026'],
    ['en', 'MMM d, yyyy, h:mm a', 'Sep 3, 2026, 4:05\u202fPM'],
    ['fr', 'd MMMM yyyy', '3\u00a0septembre\u00a02026'],
    ['de', 'd MMM yyyy', '3 Sep 2026'],
    ['de', 'd. MMMM yyyy', '3. Sept. 2026'],
    ['es-PE', 'd MMMM yyyy', '3 setiembre 2026'],
    ['cs', 'd MMMM yyyy', '3 září 2026'],
    ['pl', 'd MMMM yyyy', '3 wrzesień 2026'],
  ])('reads in %s as %s what another writes otherwise: %s', (locale, format, text) => {
    const date = compileDate(format, locale)(text)

    expect(date).toBe('2026-09-03')
  })

  it.each([
    ['de', 'MMM', 'Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez'],
    ['de', 'MMM', 'Jän Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.'],
    ['de-AT', 'MMMM', 'Januar Februar Mär April MAI Juni Juli August September Oktober November Dezember'],
    ['fr', 'MMMM', 'janv fevrier Mars avr mai juin JUILLET aout sept octobre nov decembre'],
    ['nl', 'MMM', 'jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.'],
    ['sv', 'MMM', 'jan feb mar apr maj jun jul aug sep okt nov dec'],
    ['cs', 'MMMM', 'leden únor březen duben květen červen červenec srpen září říjen listopad prosinec'],
    ['tr', 'MMMM', 'OCAK ŞUBAT MART NİSAN MAYIS HAZİRAN TEMMUZ AĞUSTOS EYLÜL EKİM KASIM ARALIK'],
  ])('reads in %s as %s all of %s', (locale, token, names) => {
    const parse = compileDate(`d ${token} yyyy`, locale)

    const dates = names.split(' ').map((name) => parse(`5 ${name} 2026`))

    expect(dates).toEqual(Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}-05`))
  })

  it.each([
    ['fr', '5 jui 2026'],
    ['cs', '5 červe 2026'],
    ['de', '5 Ma 2026'],
    ['en', '5 Sepp 2026'],
  ])('takes in %s no word for a month that is none, or may be two: %s', (locale, text) => {
    expect(compileDate('d MMM yyyy', locale)(text)).toBeUndefined()
  })

  it.each([
    ['EEE d MMM yyyy', 'mar. 3 mar 2026', '2026-03-03'],
    ['EEE d MMM yyyy', 'mar 3 fev 2026', '2026-02-03'],
    ['EEEE d MMMM yyyy', 'mardi 3 fevrier 2026', '2026-02-03'],
  ])('takes no Tuesday for March, as %s has them: %s', (format, text, day) => {
    expect(compileDate(format, 'fr')(text)).toBe(day)
  })

  it('reads a month whose accent is a character of its own', () => {
    const date = compileDate('d MMMM yyyy', 'fr')('3 fe\u0301vrier 2026')

    expect(date).toBe('2026-02-03')
  })

  it.each(['Pacific/Apia', 'UTC'])('reads a day that never was where the process runs, here %s', (zone) => {
    const usual = Settings.defaultZone
    Settings.defaultZone = zone

    const date = compileDate('dd/MM/yyyy')('30/12/2011')

    Settings.defaultZone = usual
    expect(date).toBe('2011-12-30')
  })

  it('reads month names of a language', () => {
    const date = compileDate('d MMMM yyyy', 'fr')('3 août 2025')

    expect(date).toBe('2025-08-03')
  })

  it.each([
    ['iso', '2026-02-28T23:30:00Z', '2026-03-01'],
    ['iso', '2026-02-28T23:30:00Z[UTC]', '2026-03-01'],
    ['iso', '2026-02-28T22:30:00Z', '2026-02-28'],
    ['iso', '2026-07-31T22:30:00Z', '2026-08-01'],
    ['iso', '2026-02-28T23:30:00.1234567 UTC', '2026-03-01'],
    ['iso', '2026-03-01T00:30:00+05:30', '2026-02-28'],
    ['iso', '2026-03-01T04:30+05', '2026-03-01'],
    ['iso', '20260228T233000-0000', '2026-03-01'],
    ['iso', '2026-02-28T23:30:00', '2026-02-28'],
    ['iso', '2026-02-28', '2026-02-28'],
    ['iso', '2026-02-30T23:30:00Z', undefined],
    ['rfc2822', 'Sat, 28 Feb 2026 23:30:00 GMT', '2026-03-01'],
    ['rfc2822', 'Sat, 28 Feb 2026 18:30 EST', '2026-03-01'],
    ['rfc2822', 'Sat, 28 Feb 2026 16:59 EST', '2026-02-28'],
    ['rfc2822', '1 Mar 2026 00:30:00 +0530 (IST)', '2026-02-28'],
    ['rfc2822', 'Sat, 28 Feb 2026 23:30:00 CET', '2026-02-28'],
    ['rfc2822', 'Sat, 28 Feb 2026', '2026-02-28'],
    ['seconds', '1772321400', '2026-03-01'],
    ['milliseconds', '1772321400000', '2026-03-01'],
    ['milliseconds', '99999999999999999', undefined],
    ["yyyy-MM-dd'T'HH:mm:ssZZ", '2026-02-28T18:30:00-05:00', '2026-03-01'],
    ["yyyy-MM-dd'T'HH:mm:ss'Z'", '2026-02-28T23:30:00Z', '2026-02-28'],
    ['dd/MM/yyyy HH:mm', '28/02/2026 23:30', '2026-02-28'],
  ])('reads for the calendar of Paris as %s: %s', (format, text, expected) => {
    const date = compileDate(format, 'en', 'Europe/Paris')(text)

    expect(date).toBe(expected)
  })

  it('reads for any zone as Intl writes there', () => {
    const moment = fc.date({ min: new Date('1973-03-04'), max: new Date('2100-01-01'), noInvalidDate: true })
    const zone = fc.constantFrom('Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC')
    fc.assert(
      fc.property(zone, fc.array(moment, { minLength: 1 }), (timeZone, dates) => {
        const format = new Intl.DateTimeFormat('sv-SE', { timeZone })
        const [iso, mail, epoch] = ['iso', 'rfc2822', 'milliseconds'].map((name) => compileDate(name, 'en', timeZone))

        for (const date of dates) {
          const expected = format.format(date)
          expect([iso!(date.toISOString()), mail!(date.toUTCString()), epoch!(String(date.getTime()))]).toEqual([
            expected,
            expected,
            expected,
          ])
        }
      }),
    )
  })

  it('tries several formats in order', () => {
    const parse = compileDate(['dd/MM/yyyy', 'MM/dd/yyyy', 'iso'])

    expect(['01/02/2025', '01/31/2025', '2025-03-01'].map(parse)).toEqual(['2025-02-01', '2025-01-31', '2025-03-01'])
  })

  it('reads every day as it was written', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (date) => {
        const written = date.toISOString().slice(0, 10)

        expect(compileDate('iso')(date.toISOString())).toBe(written)
        expect(compileDate('rfc2822')(date.toUTCString())).toBe(written)
        expect(compileDate('milliseconds')(String(date.getTime()))).toBe(date.getTime() < 1e11 ? undefined : written)
      }),
    )
  })
})

describe('checkDate', () => {
  it.each(['iso', 'rfc2822', 'seconds', 'milliseconds', 'dd/MM/yyyy', 'd.M.yy', 'yyyy-MM-dd HH:mm:ss', "d 'de' MMMM yyyy"])(
    'takes %s',
    (format) => {
      expect(checkDate(format)).toBeUndefined()
    },
  )

  it.each(['YYYY-MM-DD', 'HH:mm', 'MM/yyyy', 'rfc822', 'dd/mm/yyyy', 'DDD', 'yyyy-MM-ddTHH:mm'])('refuses %s', (format) => {
    expect(checkDate(format)?.message).toContain(format)
  })
})
