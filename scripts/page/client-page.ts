import { html } from 'hono/html'
import { postingPath } from '../model/page-path.ts'
import type { Choices, PostingFilter, PostingList, ShownClient, ShownPosting } from '../model/showing.ts'
import { listPath } from './addresses.ts'
import { renderFilters } from './filter-form.ts'
import { type Html, renderPage } from './layout.ts'
import { pagesOf, renderPaging } from './paging.ts'
import { placesSummary } from './places.ts'
import type { Site } from './site.ts'
import { countWords, dateWords, type Language, type Words, wordsOf } from './words.ts'

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** What one view of a client's page shows; `page` counts from 1. */
export interface ClientView {
  readonly client: ShownClient
  readonly filter: PostingFilter
  readonly page: number
  readonly list: PostingList
  readonly choices: Choices
}

/** A client's page: its postings, a form that searches and filters them, and links to the other pages. */
export function renderClientPage(site: Site, view: ClientView): Html {
  const { client, filter, page, list, choices } = view
  const { language, title, theme } = client.page
  const words = wordsOf(language)
  const open = client.postings - choices.closed
  const isFiltered = Object.keys(filter).length > 0
  const number = countWords(language, words.postings, open)
  return renderPage(site, {
    language,
    title: title.includes(client.name) ? title : `${title} · ${client.name}`,
    // A search is no page of its own: whoever looks for it should find the whole list.
    ...(!isFiltered && { canonicalPath: listPath(client.page.slug, {}, page), summary: `${title} · ${number}` }),
    color: theme?.color,
    // What a deployment compares with the number of stored postings that are open (deploy/).
    head: html`<meta name="client-imports:postings" content="${open}">`,
    header: html`<h1>${title}</h1><p class="count">${number}</p>`,
    main: html`${open === 0 ? '' : renderFilters(view, words)}
${isFiltered ? html`<p class="found" role="status">${countWords(language, words.found, list.total)} <a href="${listPath(client.page.slug, {})}">${words.clear}</a></p>` : ''}
${list.postings.length === 0 ? renderNone(open, words) : html`<ul class="postings">${list.postings.map((shown) => renderCard(client, shown, words))}</ul>`}
${renderPaging(client.page.slug, filter, { page, pages: pagesOf(list.total) }, words)}`,
  })
}

function renderCard(client: ShownClient, { feed, posting }: ShownPosting, words: Words): Html {
  const place = placesSummary(posting, client.page.language)
  const date = dateWords(client.page.language, posting.datePosted)
  const kinds = (posting.employmentType ?? []).map((contract) => words.contracts[contract])
  return html`<li class="posting">
<h2><a class="title" href="${postingPath(client.page.slug, feed, posting.id)}" dir="auto"${languageOf(posting.language, client.page.language)}>${posting.title}</a></h2>
<p class="where">${[place, posting.department].filter((part) => part !== undefined && part !== '').join(' · ')}</p>
<p class="marks">${kinds.map((kind) => html`<span class="mark">${kind}</span>`)}${posting.remote ? html`<span class="mark">${words.remote}</span>` : ''}${
    date === undefined ? '' : html`<span class="date">${words.posted} <time datetime="${posting.datePosted}">${date}</time></span>`
  }</p>
</li>`
}

/** ` lang="…"` where a posting is written in another language than its page; nothing for what is no language. */
export function languageOf(tag: string | undefined, page: Language): Html {
  const code = /^([a-z]{2,3})(?:-[a-z0-9]{2,8})*$/i.exec(tag ?? '')?.[1]?.toLowerCase()
  if (code === undefined || code === page) return html``
  const isKnown = languageNames.of(code) !== undefined
  return isKnown ? html` lang="${tag}"` : html``
}

function renderNone(open: number, words: Words): Html {
  const [title, hint] = open === 0 ? [words.noneYet, words.noneYetHint] : [words.noneFound, words.noneFoundHint]
  return html`<div class="notice"><h2>${title}</h2><p>${hint}</p></div>`
}
