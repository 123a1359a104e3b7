import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { counted } from '../model/counted.ts'
import { withoutOverrides } from '../model/overrides.ts'
import { clientPath } from '../model/page-path.ts'
import type { FeedOverview, Overview, QueueOverview, RunOverview } from '../model/showing.ts'
import { addAssets } from './assets.ts'
import { pageHeaders } from './headers.ts'
import { type Html, themeStyle } from './layout.ts'
import { renderServices } from './operator-services.ts'
import { since, time } from './operator-times.ts'
import { lacksWorker, renderLackOfWorker, renderTroubles, troublesOf } from './operator-troubles.ts'
import type { OverviewReader } from './reader.ts'
import { type Site, stylesheetPath } from './site.ts'

/** What the operator's page needs; `now` gives the time of each request. */
export interface OperatorContext {
  readonly site: Site
  readonly reader: OverviewReader
  now(): Date
  onError(error: Error, path: string): void
}

/** The operator's page at `/`: not for the public, so whoever composes it decides where it is served. */
export function operatorApp({ site, reader, now, onError }: OperatorContext): Hono {
  const app = new Hono()
  app.get('/', async (context) => {
    const body = withoutOverrides(String(await renderOperatorPage(site, await reader.overview(), now())))
    return context.html(body, 200, { ...pageHeaders(site, undefined), 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })
  })
  addAssets(app, site)
  app.onError((error, context) => {
    onError(error, context.req.path)
    return context.text('The overview cannot be read: the log says why.\n', 500)
  })
  return app
}

/**
 * Plain tables: what is live, what needs someone, the load of the queue, feeds with their last and next run, services. Every time says that it is in
 * UTC.
 */
export function renderOperatorPage(site: Site, { live, feeds, feedTotal, queue, services }: Overview, now: Date): Html {
  const environment = live.environment ?? site.environment
  const troubles = troublesOf(feeds)
  const isUnattended = feeds.length > 0 && lacksWorker(services)
  const count = troubles.length + Number(isUnattended)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${count === 0 ? '' : `(${count}) `}${environment} · client-imports</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheetPath(site)}">
<style>${raw(themeStyle(undefined))}</style>
</head>
<body class="operator">
<header class="top"><div class="width"><h1>${environment}</h1><p class="count">${
    live.release === undefined ? 'Nothing deployed yet' : html`Release <code>${live.release}</code>, live ${since(live.since, now)}`
  }</p></div></header>
<main class="width">
<h2>What needs someone</h2>
${feeds.length === 0 ? html`<p>Nothing yet.</p>` : renderTroubles(environment, troubles, isUnattended ? renderLackOfWorker(site.origin) : undefined)}
<h2>Queue</h2>
${renderQueue(queue, now)}
<h2>Feeds</h2>
${feeds.length < feedTotal ? html`<p>${feeds.length} of ${feedTotal}: those that need someone first.</p>` : ''}
${feeds.length === 0 ? html`<p>None: deploy a release first.</p>` : feedTable(site, feeds, now)}
<h2>Services</h2>
${renderServices(services, now)}
</main>
</body>
</html>`
}

function renderQueue({ waiting, running, retrying, due, oldestAt }: QueueOverview, now: Date): Html {
  const parts: (readonly [string, number])[] = [
    ['due', due],
    ['waiting', waiting],
    ['running', running],
    ['to be tried again', retrying],
  ]
  return html`<dl class="load">${parts.map(([name, count]) => html`<div><dt>${name}</dt><dd>${count}</dd></div>`)}${
    oldestAt === undefined ? '' : html`<div><dt>waiting longest</dt><dd>${since(oldestAt, now)}</dd></div>`
  }</dl>`
}

function feedTable(site: Site, feeds: readonly FeedOverview[], now: Date): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Feeds"><table>
<thead><tr><th>Feed</th><th>Page</th><th class="figure">Postings</th><th>Last run</th><th class="figure">Run</th><th>When</th><th>What came of it</th><th>Next run</th></tr></thead>
<tbody>${feeds.map(
    ({ id, slug, clientName, postings, lastRun, nextRunAt }) => html`<tr>
<th scope="row">${id}</th><td class="long" data-label="Page"><a href="${site.origin}${clientPath(slug)}">${clientName}</a></td><td class="figure" data-label="Postings">${postings}</td>
<td data-label="Last run">${lastRun === undefined ? 'never' : outcome(lastRun)}</td><td class="figure" data-label="Run">${lastRun?.id}</td><td data-label="When">${since(lastRun?.finishedAt ?? lastRun?.startedAt, now)}</td>
<td class="long" data-label="What came of it">${changesOf(lastRun)}</td><td data-label="Next run">${time(nextRunAt)}</td></tr>`,
  )}</tbody></table></div>`
}

function outcome({ outcome, cause }: RunOverview): Html {
  if (outcome === undefined) return html`<span class="mark">running</span>`
  const kind = outcome === 'failed' ? 'bad' : outcome === 'held' ? 'doubt' : 'good'
  return html`<strong class="${kind}">${outcome}</strong>${cause === undefined ? '' : html` <code>${cause}</code>`}`
}

/** In words, without those of which there were none: most runs change little. */
function changesOf(run: RunOverview | undefined): Html {
  if (run === undefined) return html``
  const { added = 0, changed = 0, removed = 0, unchanged = 0 } = run.counts ?? {}
  const words = Object.entries({ added, changed, removed, unchanged }).flatMap(([word, count]) =>
    count === 0 ? [] : [`${count}\u00a0${word}`],
  )
  const warnings = run.warnings.length === 0 ? '' : html`<span class="doubt">${counted(run.warnings.length, 'warning')}</span>`
  return html`${words.join(', ')}${words.length > 0 && warnings !== '' ? ' ' : ''}${warnings}`
}
