import { printableLine } from '../model/printable.ts'
import type { Found } from './erase.ts'

// More would push what matters off the screen; --json has all.
const shown = 10

/** What was found or erased, for the one at the terminal. */
export function renderErasure({ samples, snapshots, runs, removed, live }: Found, isDone: boolean): string {
  const lines = [
    ...few(samples.map(({ path, count }) => `  sample ${path}: ${times(count)}`)),
    ...few(snapshots.map(({ run, feed, count }) => `  snapshot of run ${run} (${feed}): ${times(count)}`)),
    ...few(runs.map((run) => `  excerpts and messages of run ${run}`)),
    ...few(removed.map((posting) => `  posting ${printableLine(posting)}, removed earlier`)),
  ]
  const published =
    live.length === 0
      ? []
      : [
          'live postings have it, and stay as the feed is: ask the client to take it out',
          ...few(live.map((posting) => `  ${printableLine(posting)}`)),
        ]
  if (lines.length === 0) return ['nothing to erase', ...published].join('\n')
  const advice = isDone
    ? samples.map(() => 'samples are changed in this checkout: open a pull request; earlier commits keep what they had').slice(0, 1)
    : ['nothing was changed: --yes erases it']
  return [isDone ? 'erased in' : 'would be erased in', ...lines, ...published, ...advice].join('\n')
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function few(lines: readonly string[]): string[] {
  return lines.length > shown ? [...lines.slice(0, shown), `  ... and ${lines.length - shown} more`] : [...lines]
}
