import { counted } from '../model/counted.ts'
import type { Measurement, Workload } from './measure.ts'

const meaning: Readonly<Record<Workload, string>> = {
  parse: 'bare streaming parse',
  floor: 'floor: bare parse + COPY into a bare table',
  floorSanitised: 'floor with sanitising',
  import: 'import into an empty environment',
  again: 'import again: other bytes, same postings',
  same: 'import again: same bytes',
  notModified: 'import again: 304 Not Modified',
}

/** For people: seconds, postings a second, peak memory, and the ratios to both floors and to the first import, by the clock and (by CPU time). */
export function renderFigures(measurements: readonly Measurement[], megabytes: number): string {
  const all = new Map(measurements.map((measurement) => [measurement.workload, measurement]))
  /** By the clock, and by CPU time. */
  function ratio({ seconds, cpuSeconds }: Measurement, floor: Workload): string {
    const base = all.get(floor)
    return base === undefined ? '' : `${(seconds / base.seconds).toFixed(2)}x (${(cpuSeconds / base.cpuSeconds).toFixed(2)}x)`
  }
  const rows = measurements.map((measurement) => {
    const { workload, seconds, cpuSeconds, peakMegabytes, postings } = measurement
    return [
      meaning[workload],
      seconds.toFixed(2),
      cpuSeconds.toFixed(2),
      (megabytes / seconds).toFixed(0),
      (postings / seconds).toFixed(0),
      peakMegabytes.toFixed(0),
      ratio(measurement, 'floor'),
      ratio(measurement, 'floorSanitised'),
      ratio(measurement, 'import'),
    ]
  })
  const size = `${counted(measurements[0]?.postings ?? 0, 'posting')}, ${megabytes.toFixed(0)} MB`
  const table = renderTable(`${size}. "to …" is how many times as long it took (in CPU seconds): less is better.`, [
    ['', 'seconds', 'CPU s', 'MB/s', 'postings/s', 'peak MB', 'to floor', 'to sanitised floor', 'to import'],
    ...rows,
  ])
  const same = all.get('same')
  const fetched = same?.timings?.fetch
  if (same === undefined || fetched === undefined) return table
  return `${table}\nthe same bytes: ${Math.round(same.seconds * 1000 - fetched)} ms of work besides fetching them`
}

/** A table for people: a line that says what was measured and which way is better, then the first column to the left, figures to the right. */
export function renderTable(heading: string, rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
  )
  return [heading, '', ...lines].join('\n')
}
