import type { Posting } from '../model/posting.ts'
import type { Measured, Property } from '../model/run.ts'
import { renderRun } from './outcome-text.ts'
import type { Preview } from './preview-feed.ts'

const barWidth = 20
const valueWidth = 100

/** A preview for the terminal: fill rate of each property, the first postings, then what a run would say. */
export function renderPreview(preview: Preview): string {
  const { feed, measured, outcome, skipped, unread, postings } = preview
  return [
    ...(measured.postings > 0 ? ['filled', ...fillLines(measured), ''] : []),
    ...postings.flatMap((posting) => [...postingLines(posting), '']),
    renderRun(feed, { outcome, measured, skipped, unread }),
  ].join('\n')
}

/** One line for each property, the best filled first: name, bar, share, number. */
function fillLines({ filled, postings }: Measured): string[] {
  const rates = (Object.entries(filled) as [Property, number][]).sort(([, a], [, b]) => b - a)
  const width = Math.max(...rates.map(([property]) => property.length))
  return rates.map(([property, count]) => {
    const share = count / postings
    const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░')
    return `  ${property.padEnd(width)} ${bar} ${`${(share * 100).toFixed(1)} %`.padStart(7)} ${count}`
  })
}

function postingLines(posting: Posting): string[] {
  const { id, ...properties } = posting
  const width = Math.max(...Object.keys(properties).map((name) => name.length))
  return [id, ...Object.entries(properties).map(([name, value]) => `  ${name.padEnd(width)} ${shortened(value)}`)]
}

function shortened(value: unknown): string {
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\s+/g, ' ')
  return text.length <= valueWidth ? text : `${text.slice(0, valueWidth)}…`
}
