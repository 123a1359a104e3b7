import { type Context, Hono } from 'hono'
import { withoutOverrides } from '../model/overrides.ts'
import { clientPath, idOfPath } from '../model/page-path.ts'
import type { ShownClient } from '../model/showing.ts'
import { addAssets } from './assets.ts'
import { renderClientPage } from './client-page.ts'
import { etagOf, isPresent } from './etag.ts'
import { commonHeaders, pageHeaders } from './headers.ts'
import type { Html } from './layout.ts'
import { type Notice, renderNoticePage } from './notice-page.ts'
import { pagesOf, stretchOf } from './paging.ts'
import { renderPostingPage } from './posting-page.ts'
import { parseQuery } from './query.ts'
import type { PageReader } from './reader.ts'
import type { Site } from './site.ts'
import { renderRobots, renderSitemap, renderSitemapIndex, sitemapSize, sitemapsOf } from './sitemap.ts'

/** What the pages need: where they are, what they show, and who is told of a failure. */
export interface PageContext {
  readonly site: Site
  readonly reader: PageReader
  onError(error: Error, path: string): void
}

const statusOf = { notFound: 404, gone: 410, failed: 500 } as const satisfies Record<Notice, number>

/** The public web service: pages of clients and postings, sitemaps, and `/healthz` for whoever watches it. */
export function pageApp({ site, reader, onError }: PageContext): Hono {
  const app = new Hono()
  const { page, notice } = answersOf(site)

  app.get('/clients/:slug', async (context) => {
    const client = await reader.client(context.req.param('slug'))
    if (client === undefined) return notice(context, 'notFound')
    const { filter, page: number } = parseQuery(new URL(context.req.url).searchParams)
    const [list, choices] = await Promise.all([reader.postings(client, filter, stretchOf(number)), reader.choices(client)])
    if (number > pagesOf(list.total)) return notice(context, 'notFound', client)
    return page(context, renderClientPage(site, { client, filter, page: number, list, choices }), client)
  })

  // Facebook loads a page tab by POST, with a signed_request that no page of ours needs. Led on, the browser has a page that it may load again.
  app.post('/clients/:slug', async (context) => {
    const client = await reader.client(context.req.param('slug'))
    return client?.page.facebook === undefined
      ? notice(context, 'notFound', client)
      : context.body(null, 303, { ...pageHeaders(site, client), Location: clientPath(client.page.slug) })
  })

  app.get('/clients/:slug/:sitemap{sitemap-[1-9][0-9]{0,4}\\.xml}', async (context) => {
    const client = await reader.client(context.req.param('slug'))
    if (client === undefined) return notice(context, 'notFound')
    const part = Number(/\d+/.exec(context.req.param('sitemap'))![0])
    if (part > sitemapsOf(client)) return notice(context, 'notFound', client)
    const addresses = await reader.addresses(client, { limit: sitemapSize, offset: (part - 1) * sitemapSize })
    return context.body(renderSitemap(site, client, part, addresses), 200, { 'Content-Type': 'application/xml', ...commonHeaders(site) })
  })

  app.get('/clients/:slug/:feed/:id', async (context) => {
    const { slug, feed, id } = context.req.param()
    const client = await reader.client(slug)
    if (client === undefined) return notice(context, 'notFound')
    const shown = await reader.posting(client, feed, idOfPath(id))
    if (shown === undefined) return notice(context, 'notFound', client)
    return shown.isRemoved ? notice(context, 'gone', client) : page(context, renderPostingPage(site, client, shown), client)
  })

  addFiles(app, site, reader)
  app.notFound(async (context) => {
    const slug = /^\/clients\/([a-z0-9-]+)\//.exec(context.req.path)?.[1]
    return notice(context, 'notFound', slug === undefined ? undefined : await reader.client(slug))
  })
  app.onError((error, context) => {
    onError(error, context.req.path)
    return notice(context, 'failed')
  })
  return app
}

/** How pages are answered, and notices in the place of one. */
function answersOf(site: Site) {
  async function page(context: Context, html: Html, client: ShownClient): Promise<Response> {
    const body = withoutOverrides(String(await html))
    const headers = { ...pageHeaders(site, client), ETag: etagOf(body) }
    return isPresent(context.req.header('If-None-Match'), headers.ETag)
      ? context.body(null, 304, headers)
      : context.html(body, 200, headers)
  }
  async function notice(context: Context, kind: Notice, client?: ShownClient): Promise<Response> {
    const body = withoutOverrides(String(await renderNoticePage(site, kind, client)))
    // A failure is over as soon as it is over: a proxy that kept it would show it to others for another minute.
    return context.html(body, statusOf[kind], { ...pageHeaders(site, client), ...(kind === 'failed' && { 'Cache-Control': 'no-store' }) })
  }
  return { page, notice }
}

function addFiles(app: Hono, site: Site, reader: PageReader): void {
  addAssets(app, site)
  const headers = commonHeaders(site)
  app.get('/robots.txt', (context) => context.text(renderRobots(site), 200, headers))
  app.get('/sitemap.xml', async (context) =>
    context.body(renderSitemapIndex(site, await reader.clients()), 200, { 'Content-Type': 'application/xml', ...headers }),
  )
  app.get('/healthz', async (context) => {
    const { environment, release, since } = await reader.live()
    return context.json(
      { status: 'ok', environment: environment ?? site.environment, release: release ?? null, since: since ?? null },
      200,
      {
        ...headers,
        'Cache-Control': 'no-store',
      },
    )
  })
}
