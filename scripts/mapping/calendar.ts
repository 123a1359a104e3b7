/**
 * A day as YYYY-MM-DD; undefined where there is no such day, or where its year is a placeholder (0001-01-01) or a slip of units: before 1900 or after
 * 9999.
 */
export function calendarDate(year: number, month: number, day: number): string | undefined {
  if (!(year >= 1900 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
