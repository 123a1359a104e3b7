import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Command, InvalidArgumentError } from 'commander'
import type pg from 'pg'
import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import { StoreError } from './errors.ts'
import { main } from './main.ts'
import type { Environment } from './model/environment.ts'
import { pageApp } from './page/app.ts'
import { type Answer, listen } from './page/listen.ts'
import { operatorApp } from './page/operator-page.ts'
import type { Site } from './page/site.ts'
import { readStylesheet } from './page/stylesheet.ts'
import { readEnvironment } from './store/environment.ts'
import { openStore } from './store/open-store.ts'
import { readOverview } from './store/overview-reads.ts'
import { PageReads } from './store/page-reads.ts'
import { removeService, reportService } from './store/services.ts'
import { databaseOption, environmentOption, portNumber } from './terminal/options.ts'

const heartbeatMs = 10_000
// Pages take milliseconds: whoever is still connected after this is idle or stuck.
const graceMs = 5_000

interface Options {
  readonly port: number
  readonly host: string
  readonly environment: Environment
  readonly database?: string
  readonly publicUrl?: string
  readonly operatorPort?: number
}

const serve = new Command('serve')
  .description('serve the pages of clients and their postings')
  .option('--port <number>', 'port of the pages; 0 picks a free one', portNumber, 8080)
  .option('--host <address>', 'address to listen on; 0.0.0.0 for every network', '127.0.0.1')
  .addOption(environmentOption('whose pages'))
  .addOption(databaseOption())
  .option('--public-url <url>', 'where visitors find the pages, for canonical links; otherwise the address listened on', parseOrigin)
  .option('--operator-port <number>', 'port of the operator page, on 127.0.0.1 only', portNumber)
  .addHelpText(
    'after',
    `
The operator page (feeds, runs, services) is not public: the environment local shows it at /,
staging and production only at --operator-port, which this machine alone can reach.
Prints its URL on standard output once it serves; logs go to standard error.

Examples:
  npm run serve
  npm run serve -- --port 0
  npm run serve -- --environment production --host 0.0.0.0 --public-url https://jobs.acme.example --operator-port 8081`,
  )
  .action(async (options: Options) => {
    const log = pino({ name: 'web' }, process.stderr.isTTY ? pretty({ destination: 2 }) : pino.destination(2))
    const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    await using store = await openStore({
      verb: 'web',
      url: options.database,
      variables: process.env,
      checkout: process.cwd(),
      say: (message) => log.info(message),
    })
    const { pool } = store
    if (!(await isDeployed(pool, options.environment))) log.info('waiting for the first deployment')
    await using service = await startService(pool, options, log)
    console.log(service.url)
    await stopped
    log.info('stopping')
  })

await main(serve)

/** Listens, registers and keeps itself registered until it is disposed of. */
async function startService(pool: pg.Pool, options: Options, log: Logger): Promise<AsyncDisposable & { readonly url: string }> {
  const stylesheet = await readStylesheet()
  const siteAt = (url: string): Site => ({ environment: options.environment, origin: options.publicUrl ?? url, stylesheet })
  const pages = await listen(options, (url) => onceDeployed(pool, options.environment, composePages(pool, siteAt(url), log)))
  const operator =
    options.operatorPort === undefined
      ? undefined
      : await listen({ host: '127.0.0.1', port: options.operatorPort }, () =>
          onceDeployed(pool, options.environment, composeOperator(pool, siteAt(pages.url), log)),
        )
  const stopHeartbeat = await startHeartbeat(pool, { address: pages.url, environment: options.environment }, log)
  log.info({ pages: pages.url, operator: operator?.url ?? (options.environment === 'local' ? `${pages.url}/` : undefined) }, 'serving')
  return {
    url: pages.url,
    async [Symbol.asyncDispose]() {
      await Promise.all([pages.stop(graceMs), operator?.stop(graceMs)])
      await stopHeartbeat()
    },
  }
}

/** The public pages; in the environment local, which nobody else sees, the operator's page is at their root. */
function composePages(pool: pg.Pool, site: Site, log: Logger): Answer {
  const pages = pageApp({ site, reader: new PageReads(pool), onError: (err, path) => log.error({ err, path }, 'page failed') })
  const operator = composeOperator(pool, site, log)
  const isForOperator = (request: Request) => site.environment === 'local' && new URL(request.url).pathname === '/'
  return (request) => (isForOperator(request) ? operator(request) : pages.fetch(request))
}

function composeOperator(pool: pg.Pool, site: Site, log: Logger): Answer {
  const now = () => new Date()
  const reader = { overview: () => readOverview(pool, now()) }
  return operatorApp({ site, reader, now, onError: (err, path) => log.error({ err, path }, 'overview failed') }).fetch
}

/** Registers the service and renews that, until the function it returns takes it off the list. */
async function startHeartbeat(
  pool: pg.Pool,
  { address, environment }: { readonly address: string; readonly environment: Environment },
  log: Logger,
): Promise<() => Promise<void>> {
  const id = randomUUID()
  const reads = new PageReads(pool)
  let isRegistered = false
  const beat = async () => {
    // There is no table to register in before the first deployment.
    if (!(await isDeployed(pool, environment))) return
    isRegistered = true
    // Pages are read from the database at each request: the service always shows the release that is live.
    const { release } = await reads.live()
    await reportService(pool, { id, kind: 'web', address, ...(release !== undefined && { release }) }, new Date())
  }
  await beat()
  const timer = setInterval(() => beat().catch((err) => log.error({ err }, 'heartbeat failed')), heartbeatMs)
  return async () => {
    clearInterval(timer)
    if (isRegistered) await removeService(pool, id, new Date())
  }
}

/** Whether the environment has had a deployment. Throws a StoreError where the database belongs to another. */
async function isDeployed(pool: pg.Pool, wanted: Environment): Promise<boolean> {
  const { rows } = await pool.query<{ is_there: boolean }>(`select to_regclass('environment') is not null as is_there`)
  const found = rows[0]?.is_there ? await readEnvironment(pool) : undefined
  if (found !== undefined && found !== wanted) {
    throw new StoreError(`this database belongs to ${found}, not to ${wanted}: check DATABASE_URL, or --environment`)
  }
  return found !== undefined
}

/** Services may be started in any order: until the first deployment there is nothing to show, and we say so. */
function onceDeployed(pool: pg.Pool, environment: Environment, answer: Answer): Answer {
  let isReady = false
  return async (request) => {
    isReady ||= await isDeployed(pool, environment)
    return isReady ? answer(request) : new Response('nothing is deployed here yet\n', { status: 503, headers: { 'retry-after': '5' } })
  }
}

function parseOrigin(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new InvalidArgumentError('expected an http or https URL')
  const { origin, pathname } = new URL(text)
  if (pathname !== '/') throw new InvalidArgumentError('expected a URL without a path: pages have paths of their own')
  return origin
}
