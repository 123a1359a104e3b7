import { html, raw } from 'hono/html'
import { clientPath, postingPath } from '../model/page-path.ts'
import type { Posting } from '../model/posting.ts'
import type { ShownClient, ShownPosting } from '../model/showing.ts'
import { safeUrl } from './addresses.ts'
import { languageOf } from './client-page.ts'
import { excerptOf } from './excerpt.ts'
import { jobPosting, jsonLdText } from './json-ld.ts'
import { clientHeader, type Html, renderPage } from './layout.ts'
import { payWords } from './pay.ts'
import { placesSummary, placeWords } from './places.ts'
import type { Site } from './site.ts'
import { dateWords, type Language, type Words, wordsOf } from './words.ts'

/**
 * A posting's page: all that is known of it, the way to apply, and the same for search engines (JSON-LD). Once it is closed the page says so, and
 * leads neither search engines nor applicants there.
 */
export function renderPostingPage(site: Site, client: ShownClient, { feed, posting, isClosed }: ShownPosting): Html {
  const { language, slug, theme } = client.page
  const words = wordsOf(language)
  const place = placesSummary(posting, language)
  const known = facts(posting, language, words)
  return renderPage(site, {
    language,
    title: `${[posting.title, place].filter((part) => part !== '').join(', ')} · ${client.name}`,
    canonicalPath: postingPath(slug, feed, posting.id),
    isForPeopleOnly: isClosed,
    summary: excerptOf(posting.description),
    color: theme?.color,
    head: isClosed ? closedMark : renderMarkup(posting, client),
    header: clientHeader(client, clientPath(slug)),
    main: html`<p class="back"><a href="${clientPath(slug)}"><span aria-hidden="true">‹ </span>${words.back}</a></p>
<article class="sheet">
<div class="head"><h1 dir="auto"${languageOf(posting.language, language)}>${posting.title}</h1>
<p class="where">${[posting.hiringOrganization ?? client.name, place].filter((part) => part !== '').join(' · ')}</p>
${isClosed ? renderClosed(client, posting, words) : ''}</div>
<section class="facts"${known.length === 0 ? '' : html` aria-labelledby="summary"`}>${known.length === 0 ? '' : renderFacts(known, words)}
${renderLinks(client, posting, { words, isClosed })}</section>
${renderDescription(posting, language, words)}
</article>`,
  })
}

// What a deployment looks for on the page of a closed posting (deploy/).
const closedMark = html`<meta name="client-imports:closed" content="true">`

function renderMarkup(posting: Posting, client: ShownClient): Html {
  const markup = jobPosting(posting, client.name)
  if (markup === undefined) return html``
  // Escaped by jsonLdText for the inside of a script element, where HTML's own escapes mean nothing.
  return html`<script type="application/ld+json">${raw(jsonLdText(markup))}</script>`
}

/** A term, and what is known of it: a line each. */
type Fact = readonly [string, readonly string[]]

function renderFacts(known: readonly Fact[], words: Words): Html {
  return html`<h2 id="summary">${words.summary}</h2>
<dl>${known.map(([term, values]) => html`<div><dt>${term}</dt>${renderValues(values)}</div>`)}</dl>`
}

// A posting for a hundred towns must not push the way to apply off the screen. No fold for one or two: it would take as much room as they do.
const mostValues = 8

function renderValues(values: readonly string[]): Html {
  const shown = values.length <= mostValues + 2 ? values : values.slice(0, mostValues)
  const folded = values.slice(shown.length)
  return html`${shown.map((value) => html`<dd>${value}</dd>`)}${
    folded.length === 0
      ? ''
      : html`<dd><details><summary>+${folded.length}</summary><ul>${folded.map((value) => html`<li>${value}</li>`)}</ul></details></dd>`
  }`
}

function facts(posting: Posting, language: Language, words: Words): Fact[] {
  const places = [...new Set((posting.location ?? []).map((location) => placeWords(location, language)))]
  const kinds = (posting.employmentType ?? []).map((contract) => words.contracts[contract]).join(', ')
  const all: (readonly [string, readonly (string | undefined)[]])[] = [
    [words.place, posting.remote ? [words.remote, ...places] : places],
    [words.contract, [kinds]],
    [words.department, [posting.department]],
    // As the feed words it, where it does: it knows more than the numbers.
    [words.salary, [posting.salary ?? (posting.baseSalary && payWords(language, posting.baseSalary))]],
    [words.posted, [dateWords(language, posting.datePosted)]],
    [words.until, [dateWords(language, posting.validThrough)]],
    [words.reference, [posting.reference]],
  ]
  return all
    .map(([term, values]) => [term, values.filter((value) => value !== undefined && value !== '')] as [string, string[]])
    .filter(([, values]) => values.length > 0)
}

function renderClosed({ page: { language, slug } }: ShownClient, { validThrough }: Posting, words: Words): Html {
  const day = dateWords(language, validThrough) ?? ''
  return html`<div class="closed"><p><strong>${words.closed}</strong></p><p>${words.closedHint.replace('#', day)} <a href="${clientPath(slug)}">${words.back}</a></p></div>`
}

function renderLinks(client: ShownClient, posting: Posting, { words, isClosed }: { words: Words; isClosed: boolean }): Html {
  const original = safeUrl(posting.url)
  const apply = isClosed ? undefined : (safeUrl(posting.applyUrl) ?? original)
  // Most sites refuse to be framed: from a Facebook tab their page must open outside of it.
  const target = client.page.facebook === undefined ? '' : html` target="_blank"`
  const link = (url: string, text: string, kind: string) =>
    html`<a class="${kind}" rel="noopener nofollow" href="${url}"${target}>${text}</a>`
  return html`<p class="apply">${apply === undefined ? '' : link(apply, words.apply, 'button')}${
    original === undefined || original === apply ? '' : link(original, words.original, 'quiet')
  }</p>`
}

function renderDescription(posting: Posting, language: Language, words: Words): Html {
  if (posting.description === undefined) return html``
  // A wide table scrolls within the description, and must do so by keyboard too.
  const scrolls = posting.description.includes('<table')
  return html`<section class="description" aria-labelledby="description"><h2 id="description">${words.description}</h2>
<div dir="auto"${languageOf(posting.language, language)}${scrolls ? html` tabindex="0"` : ''}>${
    // The one place where HTML from outside goes in as it is: the store holds it sanitised (model/posting.ts),
    // and the page's Content Security Policy runs no script that would still get through.
    raw(posting.description)
  }</div></section>`
}
