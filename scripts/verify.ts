import { Command } from 'commander'
import type pg from 'pg'
import { notesOf } from './deploy/page-notes.ts'
import { verifyPages } from './deploy/verify-pages.ts'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import { counted } from './model/counted.ts'
import type { Environment } from './model/environment.ts'
import { requireEnvironment } from './store/environment.ts'
import { openStore } from './store/open-store.ts'
import { readStoredPages, type StoredPage } from './store/shown.ts'
import { didYouMean } from './suggest.ts'
import { databaseOption, environmentOption, webAddress } from './terminal/options.ts'

interface Options {
  readonly environment: Environment
  readonly database?: string
  readonly web: string
  readonly json?: boolean
}

const verify = new Command('verify')
  .description('compare the pages of clients with what is stored: numbers, postings property by property, JSON-LD, links')
  .argument('[client...]', 'ids of clients; all that are live unless given')
  .addOption(environmentOption('the one that is meant: a database of another is refused'))
  .addOption(databaseOption())
  .option('--web <url>', 'address of the web service', webAddress, 'http://127.0.0.1:8080')
  .option('--json', 'the differences and notes as JSON on standard output')
  .addHelpText(
    'after',
    `
Deployments do the same, and workers that know the web service (npm run work -- --web) after each saved run.
Exits with 2 where a page differs.

Examples:
  npm run verify
  npm run verify -- atelier-lumiere
  DATABASE_URL=postgres://... npm run verify -- --environment staging --web https://staging.jobs.example`,
  )
  .action(async (asked: string[], { environment, database: url, web, json }: Options) => {
    await using store = await openStore({ verb: 'verify', url, variables: process.env, checkout: process.cwd(), say: console.error })
    const { pool } = store
    await requireEnvironment(pool, environment)
    const pages = await findPages(pool, asked)
    const clients = pages.map(({ client }) => client)
    // Pages that differ are an answer, a web service that is not there is a question: it is asked once, not once a page.
    await fetch(new URL('/robots.txt', web)).catch(() => {
      throw new UsageError(`the web service at ${web} does not answer: npm start or npm run serve starts one here, --web names another`)
    })
    const differences = await verifyPages(pool, { url: web, fetch, now: () => new Date() }, clients)
    const verdict = differences.length > 0 ? differences.join('\n') : `the pages of ${counted(clients.length, 'client')} are right`
    const notes = notesOf(pages)
    console.log(
      json ? JSON.stringify({ clients, differences, notes }, null, 2) : [...notes.map((note) => `note: ${note}`), verdict].join('\n'),
    )
    if (differences.length > 0) process.exitCode = 2
  })

await main(verify)

async function findPages(pool: pg.Pool, asked: readonly string[]): Promise<StoredPage[]> {
  const pages = await readStoredPages(pool, { now: new Date(), samples: 0 })
  const known = pages.map(({ client }) => client)
  const unknown = asked.find((client) => !known.includes(client))
  if (unknown !== undefined) throw new UsageError(`no client "${unknown}" is live here${hint(unknown, known)}`)
  return asked.length === 0 ? pages : pages.filter(({ client }) => asked.includes(client))
}

function hint(unknown: string, known: readonly string[]): string {
  const suggestion = didYouMean(unknown, known)
  return suggestion === '' ? '' : `: ${suggestion}`
}
