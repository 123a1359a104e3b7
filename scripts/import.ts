import { Command } from 'commander'
import type pg from 'pg'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import type { Environment } from './model/environment.ts'
import { tellReading } from './preview/tell-reading.ts'
import { readEngine } from './run/engine.ts'
import { hasReadNothing, renderEarlier, renderRun } from './run/outcome-text.ts'
import { type ByteSource, snapshotSource } from './run/run-bytes.ts'
import { type FeedRequest, type Ran, runFeed } from './run/run-feed.ts'
import { sourceContext } from './source/context.ts'
import { requireEnvironment } from './store/environment.ts'
import { openStore } from './store/open-store.ts'
import { readEarlierWarnings } from './store/run-warnings.ts'
import { listFeeds } from './store/runs.ts'
import { readSnapshot } from './store/snapshots.ts'
import { didYouMean } from './suggest.ts'
import { databaseOption, environmentOption, runNumber } from './terminal/options.ts'
import { openProgress } from './terminal/progress.ts'

interface Options {
  readonly environment: Environment
  readonly database?: string
  readonly snapshot?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

const importVerb = new Command('import')
  .description('run feeds now, as the environment has them, and save what they bring')
  .argument('<client[/feed]...>', 'clients, or single feeds as client/feed')
  .addOption(environmentOption('the one that is meant: a database of another is refused'))
  .addOption(databaseOption())
  .option('--snapshot <run>', 'number of a run of the feed: read again what it read, instead of the source', runNumber)
  .option('--json', 'how each run ended, as JSON on standard output')
  .option('--quiet', 'show no progress on standard error')
  .addHelpText(
    'after',
    `
Runs what is deployed, not what the files here say: npm run preview shows those; npm run deploy makes what is committed live,
and npm run deploy -- --ref worktree the files as they lie here.
Exits with 1 where a run was held or failed.

Examples:
  npm run import -- atelier-lumiere
  npm run import -- brauhaus-sued/jobs northwind-care
  npm run import -- brauhaus-sued/jobs --snapshot 2
  DATABASE_URL=postgres://... npm run import -- atelier-lumiere --environment staging --json`,
  )
  .action(async (asked: string[], options: Options) => {
    await using store = await openStore({
      verb: 'import',
      url: options.database,
      variables: process.env,
      checkout: process.cwd(),
      say: console.error,
    })
    const { pool } = store
    const feeds = findFeeds(asked, await listFeeds(pool))
    await requireEnvironment(pool, options.environment)
    const runs: (Ran & { readonly feed: string })[] = []
    const source = options.snapshot === undefined ? {} : { source: await findSnapshot(pool, options.snapshot, feeds) }
    for (const feed of feeds) {
      const ran = { feed, ...(await run({ feed, ...source }, pool, options.quiet ?? false)) }
      runs.push(ran)
      if (options.json) continue
      console.log(renderRun(feed, ran, options.environment))
      const earlier = hasReadNothing(ran.record) ? await readEarlierWarnings(pool, feed) : undefined
      if (earlier !== undefined && earlier.warnings.length > 0) console.log(renderEarlier(earlier))
    }
    if (options.json) console.log(JSON.stringify(runs, null, 2))
    if (runs.some(({ record: { outcome } }) => outcome.kind === 'held' || outcome.kind === 'failed')) process.exitCode = 1
  })

await main(importVerb)

/** The feeds that were asked for, in order and once each. */
function findFeeds(asked: readonly string[], known: readonly string[]): string[] {
  if (known.length === 0) throw new UsageError('nothing is deployed here: npm run deploy -- --ref worktree makes the files here live')
  const clients = [...new Set(known.map((feed) => feed.slice(0, feed.indexOf('/'))))]
  const found = asked.flatMap((name) => {
    const feeds = known.filter((feed) => feed === name || feed.startsWith(`${name}/`))
    if (feeds.length > 0) return feeds
    const hint = didYouMean(name, name.includes('/') ? known : clients) || 'npm run deploy -- --ref worktree makes the files here live'
    throw new UsageError(`no client or feed "${name}" is deployed here: ${hint}`)
  })
  return [...new Set(found)]
}

async function findSnapshot(pool: pg.Pool, run: string, feeds: readonly string[]): Promise<ByteSource> {
  const snapshot = await readSnapshot(pool, run)
  if (snapshot === undefined) throw new UsageError(`run ${run} has no snapshot, or it is gone`)
  if (feeds.length === 1 && feeds[0] === snapshot.feed) return snapshotSource(snapshot)
  throw new UsageError(`run ${run} read ${snapshot.feed}: npm run import -- ${snapshot.feed} --snapshot ${run}`)
}

async function run(request: FeedRequest, pool: pg.Pool, isQuiet: boolean): Promise<Ran> {
  const { feed } = request
  const progress = openProgress(feed, 'bytes', { stream: process.stderr, isQuiet })
  const source = { ...sourceContext(process.cwd(), process.env), ...tellReading(() => progress) }
  progress.note(request.source === undefined ? 'reading its source' : 'reading again what an earlier run read')
  try {
    const engine = await readEngine()
    const result = await runFeed(request, { pool, source, engine, now: () => new Date(), ticks: () => performance.now() })
    if (result.kind === 'ran') return result
    throw new UsageError(`${feed}: a deployment has just changed it: run it again`)
  } finally {
    progress.stop()
  }
}
