import { html } from 'hono/html'
import { counted } from '../model/counted.ts'
import { percent } from '../model/percent.ts'
import type { Posting } from '../model/posting.ts'
import type { ChangedPosting, Comparison } from './compare-postings.ts'
import { fillChanges } from './difference-lines.ts'
import type { Html } from './page.ts'
import type { BaseReport, SideReport } from './report.ts'
import { contrast } from './words.ts'

// A description in full would push the next posting off the screen.
const longestValue = 300

/** The part of a preview page that compares with another version of the client file. */
export function differenceSections(now: SideReport, base: BaseReport): Html {
  const { ref, side, difference } = base
  if (side === undefined || difference === undefined) return html`<h3>Compared with ${ref}</h3><p>${whyUncompared(now, base)}</p>`
  const { added, removed, changed, unchanged } = difference.counts
  return html`<h3>Compared with ${ref}, over the same bytes</h3>
<p><span class="added">${added} added</span>, <span class="removed">${removed} removed</span>,
<span class="changed">${changed} changed</span>, ${unchanged} unchanged</p>
${fillTable(side, now)}
${postingTable(difference)}`
}

function whyUncompared(now: SideReport, { side, problems }: BaseReport): string {
  if (problems !== undefined) return `No comparison: the client file has ${counted(problems.length, 'problem')} there.`
  if (side === undefined) return 'That version has no such feed: all postings are new.'
  return `No comparison: ${now.outcome === 'failed' ? 'this version' : 'that version'} would fail.`
}

function fillTable(before: SideReport, now: SideReport): Html | '' {
  const rows = fillChanges(before, now).map(
    ([property, was, is]) =>
      html`<tr><th scope="row">${property}</th><td class="number">${percent(was)}</td><td class="number">${percent(is)}</td></tr>`,
  )
  if (rows.length === 0) return ''
  return html`<table class="narrow"><thead><tr><th scope="col">filled</th><th scope="col" class="number">before</th><th scope="col" class="number">now</th></tr></thead>
<tbody>${rows}</tbody></table>`
}

function postingTable({ counts, added, removed, changed }: Comparison): Html | '' {
  const rows = [
    ...removed.map((posting) => wholeRow('removed', posting)),
    ...moreRow('removed', counts.removed - removed.length),
    ...changed.map(changedRow),
    ...moreRow('changed', counts.changed - changed.length),
    ...added.map((posting) => wholeRow('added', posting)),
    ...moreRow('added', counts.added - added.length),
  ]
  if (rows.length === 0) return ''
  return html`<table><thead><tr><th scope="col"></th><th scope="col">posting</th><th scope="col">what</th></tr></thead>
<tbody>${rows}</tbody></table>`
}

function moreRow(kind: 'added' | 'removed' | 'changed', more: number): Html[] {
  return more === 0 ? [] : [html`<tr><td class="${kind}">${kind}</td><td colspan="2">and ${more} more</td></tr>`]
}

function wholeRow(kind: 'added' | 'removed', { id, title }: Posting): Html {
  return html`<tr><td class="${kind}">${kind}</td><td>${id}</td><td>${title}</td></tr>`
}

function changedRow({ id, title, properties }: ChangedPosting): Html {
  const lines = properties.map(({ property, before, after }) => {
    const [was, is] = contrast(before, after, longestValue)
    const old = before === undefined ? html`${was}` : html`<del class="before">${was}</del>`
    return html`<li>${property}: ${old} to ${after === undefined ? html`${is}` : html`<ins class="added">${is}</ins>`}</li>`
  })
  return html`<tr><td class="changed">changed</td><td>${id}</td><td>${title}<ul>${lines}</ul></td></tr>`
}
