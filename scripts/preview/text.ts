import { causes } from '../model/cause.ts'
import { counted } from '../model/counted.ts'
import { percent } from '../model/percent.ts'
import type { Posting } from '../model/posting.ts'
import { bytesText } from '../terminal/amounts.ts'
import { bold, dim, green, red, yellow } from '../terminal/colours.ts'
import { differenceLines } from './difference-lines.ts'
import { type FeedReport, originWords, type SideReport, verdictOf } from './report.ts'
import { padTo, shorten, valueText } from './words.ts'

const barWidth = 16

// More would push the verdict's reasons off the screen; --json has all that was kept.
const skippedShown = 5
const unreadShown = 12

/** A preview for a terminal of `width` columns: what was read, fill rates, first postings, what asks for attention, and the verdict last. */
export function renderPreview(report: FeedReport, width: number): string {
  const { feed, counts, base } = report
  return [
    `${bold(feed)} ${dim(shorten(`from ${placeOf(report)}`, width - feed.length - 1))}`,
    `  ${countsOf(counts)}`,
    ...section('filled', fillLines(report, width)),
    ...section('first postings', postingLines(report.postings, width)),
    ...section('skipped records', skippedLines(report, width)),
    ...section('unread fields: map or ignore them', unreadLines(report.unread, width)),
    ...(base === undefined ? [] : section(`compared with ${base.ref}, over the same bytes`, differenceLines(report, base, width))),
    '',
    ...verdictLines(report),
  ].join('\n')
}

function placeOf({ from, source }: FeedReport): string {
  const size = source === undefined ? '' : `, ${bytesText(source.bytes)}`
  return `${from.place} (${originWords(from)}${size})`
}

function countsOf({ records, postings, skipped, leftOut = 0, duplicates }: SideReport['counts']): string {
  const parts = [
    counted(postings, 'posting'),
    ...(leftOut > 0 ? [`${leftOut} left out by keep`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(duplicates > 0 ? [`${duplicates} with an id that came before`] : []),
  ]
  return `${counted(records, 'record')}: ${parts.join(', ')}`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `  ${bold(title)}`, ...lines.map((line) => `  ${line}`)]
}

/** One line for each property: name, bar, share, number, and the first value. */
function fillLines({ filled, fillRates, firstValues, counts }: SideReport, width: number): string[] {
  if (counts.postings === 0) return []
  const nameWidth = Math.max(...Object.keys(filled).map((name) => name.length))
  const countWidth = String(counts.postings).length
  return Object.entries(filled).map(([property, count]) => {
    const share = fillRates[property] ?? 0
    const full = Math.round(share * barWidth)
    const line = `${property.padEnd(nameWidth)}  ${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${percent(share).padStart(7)} ${String(count).padStart(countWidth)}  `
    const colour = share === 1 ? String : share === 0 ? red : yellow
    return colour(line) + dim(shorten(valueText(firstValues[property]), width - line.length - 2))
  })
}

/** One line for each of the first postings: id, title, place, date. */
function postingLines(postings: readonly Posting[], width: number): string[] {
  const idWidth = Math.min(24, Math.max(0, ...postings.map(({ id }) => [...id].length)))
  const rest = width - idWidth - 2 - 2 - 12
  const titleWidth = Math.floor(rest * 0.6)
  return postings.map(({ id, title, location, datePosted = '' }) => {
    const place = padTo(
      valueText((location ?? []).map(({ city, text, country }) => [city ?? text, country].filter(Boolean).join(' '))),
      rest - titleWidth - 2,
    )
    return `${padTo(valueText(id), idWidth)}  ${padTo(valueText(title), titleWidth)}  ${place}  ${datePosted}`.trimEnd()
  })
}

function skippedLines({ skipped, counts }: SideReport, width: number): string[] {
  const lines = skipped
    .slice(0, skippedShown)
    .flatMap(({ position, reason, excerpt }) => [
      `${yellow(`record ${position}`)}: ${valueText(reason)}`,
      `  ${dim(shorten(valueText(excerpt), width - 4))}`,
    ])
  const more = counts.skipped - Math.min(skipped.length, skippedShown)
  return more > 0 ? [...lines, dim(`and ${more} more`)] : lines
}

/** Fields that hold something and that nobody reads, the fullest first. */
function unreadLines(unread: SideReport['unread'], width: number): string[] {
  const fields = Object.entries(unread).sort(([, a], [, b]) => b - a)
  const nameWidth = Math.min(width - 20, Math.max(0, ...fields.map(([field]) => [...field].length)))
  const lines = fields
    .slice(0, unreadShown)
    .map(([field, count]) => `${padTo(valueText(field), nameWidth)}  ${dim(`in ${counted(count, 'record')}`)}`)
  return fields.length > unreadShown ? [...lines, dim(`and ${fields.length - unreadShown} more`)] : lines
}

function verdictLines(report: SideReport): string[] {
  const isGood = report.outcome === 'saved'
  const mark = isGood ? green('✓') : red('✗')
  return [
    ...report.warnings.map((warning) => `${yellow('warning:')} ${valueText(warning)}`),
    `${mark} ${bold(verdictOf(report))}`,
    ...report.reasons.map((reason) => `  ${valueText(reason)}`),
    ...adviceLines(report),
  ]
}

/** What to do about the cause, unless a reason says so already. */
function adviceLines({ cause, reasons }: SideReport): string[] {
  if (cause === undefined || reasons.some((reason) => reason.includes(causes[cause]))) return []
  return [`  ${dim(causes[cause])}`]
}
