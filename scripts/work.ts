import { randomUUID } from 'node:crypto'
import { Command } from 'commander'
import type pg from 'pg'
import { verifyPages } from './deploy/verify-pages.ts'
import { main } from './main.ts'
import { readEngine } from './run/engine.ts'
import { startWorker, type WorkerContext } from './run/worker.ts'
import { untilDeployed } from './service/deployed.ts'
import { openLog } from './service/log.ts'
import { aborted, stopSignal } from './service/stop-signal.ts'
import { sourceContext } from './source/context.ts'
import { openStore } from './store/open-store.ts'
import { databaseOption, webAddress, wholeNumber } from './terminal/options.ts'

interface Options {
  readonly database?: string
  readonly web?: string
  readonly concurrency: number
  readonly grace: number
}

const work = new Command('work')
  .description('run feeds when they are due, and whatever a deployment puts into the queue')
  .addOption(databaseOption())
  .option(
    '--web <url>',
    'address of the web service: after each saved run its pages are compared with what is stored; otherwise no page is looked at',
    webAddress,
  )
  .option('--concurrency <number>', 'how many feeds are run at a time', wholeNumber(1), 4)
  .option('--grace <seconds>', 'for how many seconds runs under way may go on when it is told to stop', wholeNumber(1), 20)
  .addHelpText(
    'after',
    `
Any number of workers, on any number of machines, may share one environment.
SIGTERM and Ctrl-C let runs under way end for the time of grace; what is then left, another worker takes up.

Examples:
  npm run work
  npm run work -- --concurrency 8 --web http://127.0.0.1:8080
  DATABASE_URL=postgres://... npm run work`,
  )
  .action(async (options: Options) => {
    const log = openLog('worker', process.stderr.isTTY)
    const stop = stopSignal(process, process.env)
    await using store = await openStore({
      verb: 'worker',
      url: options.database,
      variables: process.env,
      checkout: process.cwd(),
      say: (message) => log.info(message),
      connections: options.concurrency + 4,
    })
    const { pool } = store
    if (!(await untilDeployed(pool, log, stop))) return
    const worker = await startWorker({
      id: randomUUID(),
      pool,
      url: store.url,
      concurrency: options.concurrency,
      log,
      ...verification(pool, options.web),
      engine: await readEngine(),
      now: () => new Date(),
      ticks: () => performance.now(),
      source: sourceContext(process.cwd(), process.env),
    })
    log.info({ concurrency: options.concurrency }, 'waiting for work')
    await aborted(stop)
    log.info('stopping')
    await worker.stop(options.grace * 1000)
  })

await main(work)

/** How pages are verified after a run; a worker that knows no web service leaves it to the deployments. */
function verification(pool: pg.Pool, web: string | undefined): Pick<WorkerContext, 'verify'> {
  return web === undefined ? {} : { verify: (client) => verifyPages(pool, { url: web, fetch, now: () => new Date() }, [client]) }
}
