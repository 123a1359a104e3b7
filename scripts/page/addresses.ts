import { clientPath } from '../model/page-path.ts'
import type { PostingFilter } from '../model/showing.ts'

/** Path of a client's page with a filter and a page number (from 1) in its query. */
export function listPath(slug: string, filter: PostingFilter, page = 1): string {
  const query = new URLSearchParams()
  if (filter.text !== undefined) query.set('q', filter.text)
  if (filter.place !== undefined) query.set('place', filter.place)
  if (filter.department !== undefined) query.set('department', filter.department)
  if (filter.contract !== undefined) query.set('contract', filter.contract)
  if (page > 1) query.set('page', String(page))
  return query.size === 0 ? clientPath(slug) : `${clientPath(slug)}?${query}`
}

/**
 * A URL from outside that may become a link: absolute http, https or mailto, as the posting schema wants it.
 * The escaping of HTML does not stop `javascript:`; this does.
 */
export function safeUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const parsed = new URL(url)
  return ['http:', 'https:', 'mailto:'].includes(parsed.protocol) ? parsed.href : undefined
}
