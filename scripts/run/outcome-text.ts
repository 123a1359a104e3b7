import { causes } from '../model/cause.ts'
import { counted } from '../model/counted.ts'
import { type Environment, environmentWords } from '../model/environment.ts'
import { printableLine } from '../model/printable.ts'
import type { Outcome } from '../model/run.ts'
import type { EarlierWarnings } from '../store/run-warnings.ts'
import type { RunRecord } from '../store/runs.ts'
import { isAcceptable } from './judgement.ts'

// More would push what matters off the screen; the whole is recorded.
const linesShown = 5

/** One line for how a run ended. */
export function outcomeLine(feed: string, { outcome, measured }: Pick<RunRecord, 'outcome' | 'measured'>): string {
  switch (outcome.kind) {
    case 'saved': {
      const { added, changed, removed, unchanged } = outcome.counts
      return `${feed}: saved, ${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`
    }
    case 'unchanged':
      return `${feed}: unchanged${measured === undefined ? '' : `, ${counted(measured.postings, 'posting')}`}`
    case 'held':
    case 'failed':
      return `${feed}: ${outcome.kind} (${outcome.cause}): ${causes[outcome.cause]}`
    default:
      return outcome satisfies never
  }
}

/** A run as the terminal has it. */
export interface ShownRun {
  readonly run: string
  readonly record: Omit<RunRecord, 'timings'>
}

/** A run for the one at the terminal: its outcome and number as the first line, then everything that asks for attention. */
export function renderRun(feed: string, { run, record }: ShownRun, environment: Environment): string {
  const { outcome, measured, skipped = [], unread = {} } = record
  return [
    `${outcomeLine(feed, record)} (run ${run})`,
    ...reasonsOf(outcome).map((reason) => `  ${reason}`),
    ...(outcome.kind === 'held' && measured !== undefined && isAcceptable(outcome.cause, measured)
      ? [`  if its postings are right: npm run accept -- ${run}${environmentWords(environment)}`]
      : []),
    ...(outcome.kind === 'failed' ? [] : outcome.warnings.map((warning) => `  warning: ${printableLine(warning)}`)),
    ...countLines(measured),
    ...few(skipped.map(({ position, reason, excerpt }) => `  skipped record ${position}: ${printableLine(`${reason}: ${excerpt}`)}`)),
    ...unreadLine(unread),
  ].join('\n')
}

/** Whether a run ended early, because the same bytes had come before: what was to be said of them an earlier one said. */
export function hasReadNothing({ outcome, measured }: Pick<RunRecord, 'outcome' | 'measured'>): boolean {
  return outcome.kind === 'unchanged' && measured === undefined
}

/** What an earlier run warned of, for the one at the terminal after a run that read nothing. */
export function renderEarlier({ run, warnings }: EarlierWarnings): string {
  const lines = warnings.map((warning) => `    ${printableLine(warning)}`)
  return [`  as before: ${counted(warnings.length, 'warning')}, as of run ${run}`, ...lines].join('\n')
}

function reasonsOf(outcome: Outcome): readonly string[] {
  if (outcome.kind === 'failed') return [printableLine(outcome.message)]
  return outcome.kind === 'held' ? outcome.reasons.map(printableLine) : []
}

function countLines(measured: RunRecord['measured']): string[] {
  if (measured === undefined) return []
  const { records, postings, skipped, leftOut = 0, duplicates, recalled = 0 } = measured
  const kept = leftOut === 0 ? '' : `${leftOut} left out by keep, `
  const known = recalled === 0 ? '' : ` (${recalled} word for word as in the last good run)`
  return [
    `  ${counted(records, 'record')}${known}: ${counted(postings, 'posting')}, ${kept}${skipped} skipped, ${duplicates} with an id that came before`,
  ]
}

function few(lines: readonly string[]): string[] {
  const more = lines.length - linesShown
  return more > 0 ? [...lines.slice(0, linesShown), `  ... and ${more} more`] : [...lines]
}

/** Fields that hold something and that nobody reads, the fullest first. */
function unreadLine(unread: Readonly<Record<string, number>>): string[] {
  const fields = Object.entries(unread).sort(([, a], [, b]) => b - a)
  if (fields.length === 0) return []
  return [`  unread: ${fields.map(([field, count]) => `${printableLine(field)} (${count})`).join(', ')}: map or ignore them`]
}
