import { bytesText, durationText } from './amounts.ts'

/** How far something has come. `total` is absent where nobody knows it. */
export interface Advance {
  readonly label: string
  /** What is counted; `bytes` are written in kB, MB and GB. */
  readonly unit: string
  readonly done: number
  readonly total: number | undefined
  readonly elapsedMs: number
  /** What else is known: a number of records. */
  readonly detail: string
}

const longestBar = 24
const shortestBar = 6

// A rate of less time than this is chance.
const shortestMs = 500

/** How far it has come, how fast, and how long it still takes: `20.5 MB of 204.6 MB, 23.1 MB/s, 8 s left, 9500 records`. */
export function advanceText({ unit, done, total, elapsedMs, detail }: Advance): string {
  const amount = (count: number) => (unit === 'bytes' ? bytesText(count) : `${Math.round(count)} ${unit}`)
  const rate = elapsedMs < shortestMs ? undefined : done / (elapsedMs / 1000)
  return [
    total === undefined ? amount(done) : `${unit === 'bytes' ? amount(done) : done} of ${amount(total)}`,
    ...(rate === undefined ? [] : [`${rate < 10 && unit !== 'bytes' ? `${rate.toFixed(1)} ${unit}` : amount(rate)}/s`]),
    ...(rate === undefined || rate === 0 || total === undefined || total <= done
      ? []
      : [`${durationText(((total - done) / rate) * 1000)} left`]),
    ...(detail === '' ? [] : [detail]),
  ].join(', ')
}

/** The same for a terminal of `width` columns: with a bar where the total is known and there is room for one. */
export function barText(advance: Advance, width: number): string {
  const { label, done, total } = advance
  const text = advanceText(advance)
  const room = Math.min(longestBar, width - label.length - text.length - 4)
  if (total === undefined || total === 0 || room < shortestBar) return `${label}  ${text}`.slice(0, width)
  const full = Math.floor(Math.min(1, done / total) * room)
  return `${label}  ${'█'.repeat(full)}${'░'.repeat(room - full)}  ${text}`
}
