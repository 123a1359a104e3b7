import type pg from 'pg'
import type { Logger } from 'pino'
import type { Environment } from '../model/environment.ts'
import { pageApp } from '../page/app.ts'
import { operatorApp } from '../page/operator-page.ts'
import type { Site } from '../page/site.ts'
import { readStylesheet } from '../page/stylesheet.ts'
import { readOverview } from '../store/overview-reads.ts'
import { PageReads } from '../store/page-reads.ts'
import { isDeployed, onceDeployed } from './deployed.ts'
import { startHeartbeat } from './heartbeat.ts'
import { type Answer, listen } from './listen.ts'

// Pages take milliseconds: whoever is still connected after this is idle or stuck.
const graceMs = 5_000

/** Whose pages are served, and where. */
export interface WebOptions {
  readonly environment: Environment
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** Where visitors find the pages; otherwise the address listened on. */
  readonly publicUrl?: string
  /** Of the operator page, on 127.0.0.1 only. */
  readonly operatorPort?: number
}

/** What the web service works with. `id` is a UUID of its own. */
export interface WebContext {
  readonly id: string
  readonly pool: pg.Pool
  readonly log: Logger
  readonly now: () => Date
}

/** The web service, until it is disposed of: it then lets requests under way end, and takes itself off the list of services. */
export interface WebService extends AsyncDisposable {
  /** Where it listens. */
  readonly url: string
}

/** Listens, registers and keeps itself registered. Throws a StoreError where the database belongs to another environment. */
export async function startWeb(options: WebOptions, context: WebContext): Promise<WebService> {
  const { pool, log } = context
  const { environment, operatorPort } = options
  if (!(await isDeployed(pool, environment))) log.info('waiting for the first deployment')
  const stylesheet = await readStylesheet()
  const siteAt = (url: string): Site => ({ environment, origin: options.publicUrl ?? url, stylesheet })
  const pages = await listen(options, (url) => onceDeployed(context, environment, composePages(siteAt(url), context)))
  const composeOwn = () => onceDeployed(context, environment, composeOperator(siteAt(pages.url), context))
  const operator = operatorPort === undefined ? undefined : await listen({ host: '127.0.0.1', port: operatorPort }, composeOwn)
  const heartbeat = await startHeartbeat({ address: pages.url, environment }, context)
  log.info({ pages: pages.url, operator: operator?.url ?? (environment === 'local' ? `${pages.url}/` : undefined) }, 'serving')
  return {
    url: pages.url,
    async [Symbol.asyncDispose]() {
      await Promise.all([pages.stop(graceMs), operator?.stop(graceMs)])
      await heartbeat[Symbol.asyncDispose]()
    },
  }
}

/** The public pages; in the environment local, which nobody else sees, the operator's page is at their root. */
function composePages(site: Site, context: WebContext): Answer {
  const { pool, log, now } = context
  const pages = pageApp({ site, reader: new PageReads(pool, now), onError: (err, path) => log.error({ err, path }, 'page failed') })
  const operator = composeOperator(site, context)
  const isForOperator = (request: Request) => site.environment === 'local' && new URL(request.url).pathname === '/'
  return (request) => (isForOperator(request) ? operator(request) : pages.fetch(request))
}

function composeOperator(site: Site, { pool, log, now }: WebContext): Answer {
  const reader = { overview: () => readOverview(pool, now()) }
  return operatorApp({ site, reader, now, onError: (err, path) => log.error({ err, path }, 'overview failed') }).fetch
}
