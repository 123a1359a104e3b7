import { html } from 'hono/html'
import type { PostingFilter, Stretch } from '../model/showing.ts'
import { listPath } from './addresses.ts'
import type { Html } from './layout.ts'
import type { Words } from './words.ts'

// Postings on one page of a list: a screen or two on a telephone.
const pageSize = 20

/** The stretch of a list that a page (from 1) shows. */
export function stretchOf(page: number): Stretch {
  return { limit: pageSize, offset: (page - 1) * pageSize }
}

/** Number of pages of a list: an empty one has one page. */
export function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(total / pageSize))
}

/** The page numbers worth a link: first, last and those around the one shown; a gap is undefined. */
export function pageNumbers(page: number, pages: number): (number | undefined)[] {
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number >= 1 && number <= pages)
  return shown.flatMap((number, index) => (index > 0 && number - shown[index - 1]! > 1 ? [undefined, number] : [number]))
}

/** Links to the other pages of a list; nothing where there is but one. */
export function renderPaging(slug: string, filter: PostingFilter, at: { page: number; pages: number }, words: Words): Html {
  if (at.pages <= 1) return html``
  const step = (page: number, rel: string, text: string) =>
    page < 1 || page > at.pages ? '' : html`<li><a rel="${rel}" href="${listPath(slug, filter, page)}">${text}</a></li>`
  return html`<nav class="paging" aria-label="${words.pages}"><ul>
${step(at.page - 1, 'prev', words.previous)}
${pageNumbers(at.page, at.pages).map((number) => {
  if (number === undefined) return html`<li class="gap" aria-hidden="true">…</li>`
  if (number === at.page) return html`<li><span aria-current="page" aria-label="${words.page} ${number}">${number}</span></li>`
  return html`<li class="number"><a aria-label="${words.page} ${number}" href="${listPath(slug, filter, number)}">${number}</a></li>`
})}
${step(at.page + 1, 'next', words.next)}
</ul></nav>`
}
