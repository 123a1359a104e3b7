import { html, raw } from 'hono/html'
import { counted } from '../model/counted.ts'
import { percent } from '../model/percent.ts'
import { differenceSections } from './difference-sections.ts'
import { type FeedReport, originWords, type SideReport, verdictOf } from './report.ts'
import { valueText } from './words.ts'

/** A piece of HTML: what is put into it as text is escaped. */
export type Html = ReturnType<typeof html>

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:70rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{margin-top:2.5rem}h3{margin-bottom:.3rem}
table{border-collapse:collapse;width:100%;margin-bottom:1.5rem}table.narrow{width:auto}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8884;overflow-wrap:anywhere}
td.number,th.number{text-align:right;white-space:nowrap}
meter{width:10rem}
.verdict{padding:.6rem 1rem;border-left:.4rem solid;font-weight:600}
.saved{border-color:#2a7d46}.held,.failed{border-color:#b3261e}
.added{color:#2a7d46}.removed,.before{color:#b3261e}.changed{color:#8a5a00}
@media (prefers-color-scheme:dark){.saved{border-color:#7fd49b}.added{color:#7fd49b}.removed,.before{color:#ff9a92}.changed{color:#e8b75a}}
`

/** A preview as one page that needs nothing else: no script, no picture, nothing fetched. All text from feeds is escaped. */
export function renderPreviewPage(client: string, reports: readonly FeedReport[]): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Preview of ${client}</title>
<style>${raw(style)}</style>
</head>
<body>
<h1>Preview of ${client}</h1>
${reports.map(feedSection)}
</body>
</html>
`
  return String(page)
}

function feedSection(report: FeedReport): Html {
  const { feed, from, counts, outcome, reasons, warnings, base } = report
  return html`<section>
<h2>${feed}</h2>
<p class="verdict ${outcome}">${verdictOf(report)}</p>
${listOf(reasons)}
<p>${counted(counts.records, 'record')} from ${from.place} (${originWords(from)}): ${counted(counts.postings, 'posting')}, ${counts.leftOut ?? 0} left out by keep, ${counts.skipped} skipped,
${counts.duplicates} with an id that came before.</p>
${warnings.length === 0 ? '' : html`<h3>Warnings</h3>${listOf(warnings)}`}
${fillTable(report)}
${base === undefined ? '' : differenceSections(report, base)}
${postingTable(report)}
${skippedTable(report)}
${unreadTable(report)}
</section>
`
}

function listOf(sentences: readonly string[]): Html | '' {
  return sentences.length === 0 ? '' : html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`
}

function fillTable({ filled, fillRates, counts }: SideReport): Html | '' {
  if (counts.postings === 0) return ''
  const rows = Object.entries(filled).map(([property, count]) => {
    const share = fillRates[property] ?? 0
    return html`<tr><th scope="row">${property}</th><td><meter value="${share}">${percent(share)}</meter></td>
<td class="number">${percent(share)}</td><td class="number">${count}</td></tr>`
  })
  return html`<h3>Filled</h3>
<table class="narrow"><thead><tr><th scope="col">property</th><th scope="col" colspan="2">share</th><th scope="col" class="number">postings</th></tr></thead>
<tbody>${rows}</tbody></table>`
}

function postingTable({ postings }: SideReport): Html | '' {
  if (postings.length === 0) return ''
  const blocks = postings.map(({ id, ...properties }) => {
    const rows = Object.entries(properties).map(
      ([property, value]) => html`<tr><th scope="row">${property}</th><td>${valueText(value)}</td></tr>`,
    )
    return html`<details><summary>${id} ${properties.title}</summary><table><tbody>${rows}</tbody></table></details>`
  })
  return html`<h3>First postings</h3>${blocks}`
}

function skippedTable({ skipped, counts }: SideReport): Html | '' {
  if (skipped.length === 0) return ''
  const rows = skipped.map(
    ({ position, reason, excerpt }) =>
      html`<tr><td class="number">${position}</td><td>${reason}</td><td><code>${valueText(excerpt)}</code></td></tr>`,
  )
  return html`<h3>Skipped records (${skipped.length} of ${counts.skipped})</h3>
<table><thead><tr><th scope="col">record</th><th scope="col">reason</th><th scope="col">begins</th></tr></thead><tbody>${rows}</tbody></table>`
}

function unreadTable({ unread }: SideReport): Html | '' {
  const rows = Object.entries(unread).map(([field, count]) => html`<tr><th scope="row">${field}</th><td class="number">${count}</td></tr>`)
  return rows.length === 0
    ? ''
    : html`<h3>Unread fields: map or ignore them</h3>
<table class="narrow"><thead><tr><th scope="col">field</th><th scope="col" class="number">records</th></tr></thead><tbody>${rows}</tbody></table>`
}
