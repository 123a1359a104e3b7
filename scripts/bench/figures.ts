import type { Measurement, Workload } from './measure.ts'

const meaning: Readonly<Record<Workload, string>> = {
  parse: 'bare streaming parse',
  floor: 'floor: bare parse + COPY into a bare table',
  floorSanitised: 'floor with sanitising',
  import: 'import into an empty environment',
  again: 'import again: other bytes, same postings',
  same: 'import again: same bytes',
}

/** A table for people: seconds, postings a second, peak memory, and the ratios to both floors. */
export function renderFigures(measurements: readonly Measurement[], megabytes: number): string {
  const secondsOf = new Map(measurements.map(({ workload, seconds }) => [workload, seconds]))
  function ratio(seconds: number, floor: Workload): string {
    const base = secondsOf.get(floor)
    return base === undefined ? '' : `${(seconds / base).toFixed(2)}x`
  }
  const rows = measurements.map(({ workload, seconds, peakMegabytes, postings }) => [
    meaning[workload],
    seconds.toFixed(2),
    (megabytes / seconds).toFixed(0),
    (postings / seconds).toFixed(0),
    peakMegabytes.toFixed(0),
    ratio(seconds, 'floor'),
    ratio(seconds, 'floorSanitised'),
  ])
  return renderTable([['', 'seconds', 'MB/s', 'postings/s', 'peak MB', 'to floor', 'to sanitised floor'], ...rows])
}

/** A table for people: the first column to the left, figures to the right. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
  )
  return lines.join('\n')
}
