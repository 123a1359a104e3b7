import { Command, Option } from 'commander'
import { hashContents } from './clients/hash-contents.ts'
import { type Live, readLive } from './deploy/live.ts'
import { UsageError } from './errors.ts'
import { connectGitHub } from './github/connect.ts'
import { openClone } from './github/event.ts'
import { fetchRefs } from './github/git.ts'
import { handOver, type Shown } from './github/handover.ts'
import { readTeamOnMain } from './github/main-team.ts'
import { main } from './main.ts'
import { counted } from './model/counted.ts'
import type { Environment } from './model/environment.ts'
import type { ResolvedClient } from './model/feed.ts'
import { openStore } from './store/open-store.ts'
import { readOverview } from './store/overview-reads.ts'
import { readStoredPages } from './store/shown.ts'
import { webAddress } from './terminal/options.ts'

interface Options {
  readonly environment: Environment
  readonly web?: string
}

const handover = new Command('handover')
  .description('tell the account managers, on their requests, what an environment shows now; in a workflow, after a deployment')
  .addOption(new Option('--environment <name>', 'whose pages').choices(['staging', 'production']).default('staging'))
  .addOption(
    new Option('--web <url>', 'where visitors find its pages; it must be given, here or as the variable')
      .env('WEB_URL')
      .argParser(webAddress),
  )
  .addHelpText('after', '\nExamples:\n  npm run handover -- --environment staging --web https://staging.jobs.example')
  .action(async ({ environment, web }: Options) => {
    if (web === undefined) throw new UsageError('where are the pages? give --web, or WEB_URL')
    const github = connectGitHub(process.env)
    const clone = openClone(process.env, process.cwd())
    await fetchRefs(clone, ['+refs/heads/main:refs/remotes/origin/main'])
    const team = await readTeamOnMain(clone)

    for (const shown of await readShown(environment, web)) {
      if (await handOver(github, shown, { environment, team })) console.log(`${shown.client.id}: told on #${shown.client.request}`)
    }
  })

/** What the environment shows of each client that has a request. A client that is live otherwise than this checkout has it is left out. */
async function readShown(environment: Environment, web: string): Promise<Shown[]> {
  await using store = await openStore({ verb: 'handover', variables: process.env, checkout: process.cwd(), say: console.error })
  const { pool } = store
  const [live, pages, overview] = await Promise.all([
    readLive(pool),
    readStoredPages(pool, { now: new Date(), samples: 0 }),
    readOverview(pool, new Date()),
  ])
  const requested = new Set(live.clients.filter(({ request }) => request !== undefined).map(({ id }) => id))
  const hashed = await hashContents(process.cwd(), (client) => requested.has(client))
  if (!hashed.ok) throw new UsageError(`${counted(hashed.problems.length, 'problem')} in the client files: npm run validate shows where`)
  const resolved = hashed.value.flatMap((one) => (environment === 'production' ? [{ ...one, client: one.production }] : [one]))
  const hashes = new Map(resolved.filter(({ client }) => isLive(client, live)).map(({ client, hash }) => [client.id, hash]))
  return live.clients.flatMap((client): Shown[] => {
    const hash = hashes.get(client.id)
    if (hash === undefined) return []
    const feeds = overview.feeds.filter(({ id }) => id.startsWith(`${client.id}/`))
    return [
      {
        client,
        hash,
        pageUrl: new URL(`/clients/${client.page.slug}`, web).href,
        postings: pages.find((page) => page.client === client.id)?.postings ?? 0,
        feeds: feeds.map(({ id, lastRun, nextRunAt }) => ({ id, outcome: lastRun?.outcome, nextRunAt })),
      },
    ]
  })
}

function isLive({ id, hash }: ResolvedClient, live: Live): boolean {
  return live.clients.some((client) => client.id === id && client.hash === hash)
}

await main(handover)
