import { escapeUTF8 } from 'entities'
import { clientPath, postingPath } from '../model/page-path.ts'
import type { PostingAddress, ShownClient } from '../model/showing.ts'
import { isIndexed, type Site } from './site.ts'

/** Addresses in one sitemap: the protocol allows 50,000 and 50 MB (https://www.sitemaps.org/protocol.html). */
export const sitemapSize = 10_000

/** How many sitemaps a client has. Closed postings count: they leave a sitemap, but do not move others from one to the next. */
export function sitemapsOf({ postings }: ShownClient): number {
  return Math.max(1, Math.ceil(postings / sitemapSize))
}

/** The list of all sitemaps: one or more of each client that has postings. */
export function renderSitemapIndex(site: Site, clients: readonly ShownClient[]): string {
  const maps = clients
    .filter(({ postings }) => postings > 0)
    .flatMap((client) =>
      Array.from({ length: sitemapsOf(client) }, (_, part) => `${site.origin}${clientPath(client.page.slug)}/sitemap-${part + 1}.xml`),
    )
  return document(
    'sitemapindex',
    maps.map((url) => `<sitemap><loc>${escapeUTF8(url)}</loc></sitemap>`),
  )
}

/** One sitemap: open postings of a client with the time of their last change; the first has the client's page too, as has one without any. */
export function renderSitemap(site: Site, client: ShownClient, part: number, addresses: readonly PostingAddress[]): string {
  const { slug } = client.page
  const own = part === 1 || addresses.length === 0 ? [`<url><loc>${escapeUTF8(`${site.origin}${clientPath(slug)}`)}</loc></url>`] : []
  const postings = addresses.map(
    ({ feed, id, changedAt }) =>
      `<url><loc>${escapeUTF8(`${site.origin}${postingPath(slug, feed, id)}`)}</loc><lastmod>${changedAt.toISOString()}</lastmod></url>`,
  )
  return document('urlset', [...own, ...postings])
}

/** What crawlers may read. Outside production they may read all too: only so do they learn from `noindex` that it is not for them. */
export function renderRobots(site: Site): string {
  return isIndexed(site) ? `User-agent: *\nAllow: /\nSitemap: ${site.origin}/sitemap.xml\n` : 'User-agent: *\nAllow: /\n'
}

function document(root: string, entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</${root}>\n`
}
