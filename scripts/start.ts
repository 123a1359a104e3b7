import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Command } from 'commander'
import type pg from 'pg'
import { main } from './main.ts'
import { counted } from './model/counted.ts'
import { openLogFolder } from './service/log-folder.ts'
import { startService } from './service/start.ts'
import { aborted, stopSignal } from './service/stop-signal.ts'
import { openStore } from './store/open-store.ts'
import { readStoredPages } from './store/shown.ts'
import { bold, red } from './terminal/colours.ts'
import { portNumber } from './terminal/options.ts'

interface Options {
  readonly once?: boolean
  readonly port: number
}

const start = new Command('start')
  .description('the whole product on this machine: database, deployment to local, first runs, verified pages')
  .option('--once', 'end after the pages are verified; the exit code says whether they are right')
  .option('--port <number>', 'port of the pages; 0 picks a free one', portNumber, 8080)
  .addHelpText(
    'after',
    `
Deploys the files of clients/ as they lie here, uncommitted changes included. What was imported stays in .local for the next time.
Its services log to .local/log; what has grown beyond 5 MB is put aside there as <name>.log.1 at the next start.

Examples:
  npm start
  npm start -- --port 0
  npm start -- --once`,
  )
  .action(async ({ once: isOnce = false, port }: Options) => {
    const asked = stopSignal(process, process.env)
    await using store = await openStore({
      verb: 'start',
      variables: process.env,
      checkout: process.cwd(),
      say: console.error,
      connections: 1,
    })
    const variables = { ...process.env, DATABASE_URL: store.url }
    // Ctrl-C reaches the services too, and one that only begins ends by it as if by itself: being asked comes first.
    const stopped = aborted(asked)
    if (asked.aborted) return
    using logs = openLogFolder('.local/log')
    await using web = startService({ verb: 'serve', words: ['--port', String(port)], variables, log: logs.logOf('web') })
    const url = await Promise.race([stopped, web.firstLine])
    if (url === undefined) return
    await using worker = startService({ verb: 'work', words: ['--web', url], variables, log: logs.logOf('worker') })
    const deploying = deploy(url, variables, asked)
    const deployed = await Promise.race([stopped, deploying, web.failure, worker.failure, store.failure])
    if (asked.aborted) {
      await deploying
      return
    }
    console.log(await renderPages(store.pool, url))
    if (!deployed) {
      console.error(red('not all went well, as told above; the pages show what is live'))
      process.exitCode = 1
    }
    if (isOnce) return

    console.log(`\noperator page ${bold(`${url}/`)}, logs in .local/log; Ctrl-C ends`)
    await Promise.race([stopped, web.failure, worker.failure, store.failure])
  })

await main(start)

/** Deploys the files as they lie here; true where all first runs were saved and the pages are right. */
async function deploy(url: string, variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<boolean> {
  const child = spawn(process.execPath, ['scripts/deploy.ts', '--environment', 'local', '--ref', 'worktree', '--web', url], {
    env: variables,
    stdio: 'inherit',
  })
  signal.addEventListener('abort', () => child.kill('SIGTERM'))
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}

async function renderPages(pool: pg.Pool, url: string): Promise<string> {
  const pages = await readStoredPages(pool, { now: new Date(), samples: 0 })
  const width = Math.max(0, ...pages.map(({ slug }) => slug.length))
  if (pages.length === 0) return 'no clients yet: add a file to clients/ (clients/README.md)'
  return pages
    .map(({ slug, postings }) => `${slug.padEnd(width)}  ${counted(postings, 'posting').padStart(15)}  ${url}/clients/${slug}`)
    .join('\n')
}
