import { randomUUID } from 'node:crypto'
import { Command, InvalidArgumentError } from 'commander'
import { main } from './main.ts'
import { openLog } from './service/log.ts'
import { aborted, stopSignal } from './service/stop-signal.ts'
import { startWeb, type WebOptions } from './service/web.ts'
import { openStore } from './store/open-store.ts'
import { databaseOption, environmentOption, portNumber, webAddress } from './terminal/options.ts'

interface Options extends WebOptions {
  readonly database?: string
}

const serve = new Command('serve')
  .description('serve the pages of clients and their postings')
  .option('--port <number>', 'port of the pages; 0 picks a free one', portNumber, 8080)
  .option('--host <address>', 'address to listen on; 0.0.0.0 for every network', '127.0.0.1')
  .addOption(environmentOption('whose pages'))
  .addOption(databaseOption())
  .option('--public-url <url>', 'where visitors find the pages, for canonical links; otherwise the address listened on', parseOrigin)
  .option(
    '--operator-port <number>',
    'port of the operator page, on 127.0.0.1 only; 0 picks a free one; no port of its own unless given',
    portNumber,
  )
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
    const log = openLog('web', process.stderr.isTTY)
    const stop = stopSignal(process, process.env)
    await using store = await openStore({
      verb: 'web',
      url: options.database,
      variables: process.env,
      checkout: process.cwd(),
      say: (message) => log.info(message),
    })
    await using service = await startWeb(options, { id: randomUUID(), pool: store.pool, log, now: () => new Date() })
    console.log(service.url)
    await aborted(stop)
    log.info('stopping')
  })

await main(serve)

function parseOrigin(text: string): string {
  const { origin, pathname } = new URL(webAddress(text))
  if (pathname !== '/') throw new InvalidArgumentError('expected a URL without a path: pages have paths of their own')
  return origin
}
