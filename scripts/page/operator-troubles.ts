import { html } from 'hono/html'
import { causes } from '../model/cause.ts'
import { type Environment, environmentWords } from '../model/environment.ts'
import type { FeedOverview, RunOverview, ServiceOverview } from '../model/showing.ts'
import type { Html } from './layout.ts'

/** A feed whose last run wants a person: it was held, it failed, or something was found that it only warns of. */
export interface Trouble {
  readonly feed: string
  readonly run: RunOverview
}

// More than one screen of them is one cause that all share: the table below names the rest.
const mostShown = 25
const mostSentences = 5

/** The feeds that need someone: held and failed ones first, then those whose run warns of something. */
export function troublesOf(feeds: readonly FeedOverview[]): Trouble[] {
  const ended = feeds.flatMap(({ id, lastRun }) => (lastRun?.outcome === undefined ? [] : [{ feed: id, run: lastRun }]))
  return [
    ...ended.filter(({ run }) => run.outcome === 'held' || run.outcome === 'failed'),
    ...ended.filter(({ run }) => run.outcome !== 'held' && run.outcome !== 'failed' && run.warnings.length > 0),
  ]
}

/** Whether feeds that are due wait in vain: no worker is alive. */
export function lacksWorker(services: readonly ServiceOverview[]): boolean {
  return !services.some(({ kind, isSilent }) => kind === 'worker' && !isSilent)
}

/** That feeds wait in vain, and the command that ends it; `origin` is where the pages are. */
export function renderLackOfWorker(origin: string): Html {
  return html`<li class="trouble failed">
<h3>worker <strong class="bad">none is alive</strong></h3>
<p>No feed is run when it is due, and a run that is shown as running may have ended with its worker.</p>
<p class="command">Start one: <code>npm run work -- --web ${origin}</code></p>
</li>`
}

/** What went wrong where, what to do about it, and the command that does it; `first` is what concerns all feeds. */
export function renderTroubles(environment: Environment, troubles: readonly Trouble[], first?: Html): Html {
  if (troubles.length === 0 && first === undefined) return html`<p>Nothing: the last run of every feed ended well.</p>`
  return html`<ul class="troubles">${first ?? ''}${troubles.slice(0, mostShown).map((trouble) => renderTrouble(environment, trouble))}</ul>
${troubles.length > mostShown ? html`<p>and ${troubles.length - mostShown} more: see the table.</p>` : ''}`
}

function renderTrouble(environment: Environment, { feed, run }: Trouble): Html {
  const { outcome, cause, reasons, warnings, warnedBy } = run
  const kind = outcome === 'failed' ? 'bad' : outcome === 'held' ? 'doubt' : 'good'
  const sentences = [...reasons, ...warnings]
  return html`<li class="trouble ${outcome}">
<h3>${feed} <strong class="${kind}">${outcome}</strong>${cause === undefined ? '' : html` <code>${cause}</code>`} <span class="run">run ${run.id}</span></h3>
${cause === undefined ? '' : html`<p>${causes[cause]}</p>`}
${warnedBy === undefined ? '' : html`<p>As before: the feed is as run ${warnedBy} read it.</p>`}
<ul>${sentences.slice(0, mostSentences).map((sentence) => html`<li>${sentence}</li>`)}${
    sentences.length > mostSentences ? html`<li>and ${sentences.length - mostSentences} more</li>` : ''
  }</ul>
${commandsFor(environment, feed, run).map(([what, command]) => html`<p class="command">${what}: <code>${command}</code></p>`)}
</li>`
}

/** The commands that help, each with what it does; none for a run that only warns. */
export function commandsFor(environment: Environment, feed: string, { id, outcome }: RunOverview): (readonly [string, string])[] {
  const where = environmentWords(environment)
  const again = ['Run it again', `npm run import -- ${feed}${where}`] as const
  if (outcome === 'held') return [['The postings are right: make them live', `npm run accept -- ${id}${where}`], again]
  return outcome === 'failed' ? [again] : []
}
