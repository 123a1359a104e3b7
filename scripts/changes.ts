import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as core from '@actions/core'
import { Command } from 'commander'
import { parseEarlierFeeds } from './clients/feeds.ts'
import { checkOut } from './deploy/checkout.ts'
import { listTree } from './github/git.ts'
import { main } from './main.ts'
import type { ChangeReport, ClientChange, FeedChange } from './model/change-report.ts'
import { counted } from './model/counted.ts'
import type { Feed, ResolvedClient } from './model/feed.ts'
import { isSamplePath } from './model/sample-place.ts'
import { previewBoth } from './preview/preview-both.ts'
import { previewFeed } from './preview/preview-feed.ts'
import { summariseComparison } from './preview/summarise-comparison.ts'
import { viewOf } from './preview/view-feed.ts'
import { type Difference, diffTrees, hasEngineChanges } from './process/promotion.ts'
import { readSampledClients } from './sample/find.ts'
import { sourceContext } from './source/context.ts'
import { readSource } from './source/read.ts'
import { filePath } from './terminal/options.ts'
import { openOutput } from './terminal/output.ts'

interface Sides {
  readonly root: string
  readonly now: readonly ResolvedClient[]
  /** Folder with the client files as they were. */
  readonly before: string
  /** When they are compared. */
  readonly at: Date
}

const fromHere = filePath(process.env.INIT_CWD)

const changes = new Command('changes')
  .description('what this commit does to the postings: each changed client before and after, over the same bytes; nothing is stored')
  .option('--base <ref>', 'the commit to compare with', 'origin/staging')
  .option('--output <path>', 'where the report goes, as JSON; - is standard output', fromHere, fromHere('changes.json'))
  .addHelpText('after', '\nExamples:\n  npm run changes\n  npm run -s changes -- --base HEAD~1 --output -')
  .action(async ({ base, output }: { base: string; output: string }) => {
    const root = process.cwd()
    await using before = await checkOut(root, base)
    const trees = { incoming: await listTree({ root }, 'HEAD'), present: await listTree({ root }, base) }
    const now = await readSampledClients(root)
    // Before anything is read, which may take long.
    await using report = await openOutput(output)

    const clients: ClientChange[] = []
    if (now.ok) {
      const sides = { root, now: now.value, before: before.folder, at: new Date() }
      for (const difference of diffTrees(trees)) clients.push(await viewClient(difference, sides))
    }
    const problems = now.ok ? 0 : now.problems.length
    const found: ChangeReport = { version: 1, clients, problems, hasEngineChanges: hasEngineChanges(trees) }
    await report.write(`${JSON.stringify(found, null, 2)}\n`)
    await report.finish()
    if (process.env.GITHUB_ACTIONS === 'true') core.setOutput('engine', String(found.hasEngineChanges))
    const [tell, place] = output === '-' ? [console.error, 'standard output'] : [console.log, output]
    tell(`${counted(clients.length, 'changed client')}, ${counted(problems, 'problem')}: ${place}`)
  })

async function viewClient(difference: Difference, { root, now, before, at }: Sides): Promise<ClientChange> {
  const earlier = new Map((await readEarlier(before, difference.client)).map((feed) => [feed.id, feed]))
  const feeds: FeedChange[] = []
  for (const feed of now.find(({ id }) => id === difference.client)?.feeds ?? [])
    feeds.push(await viewFeed(feed, earlier.get(feed.id), { root, at }))
  return { ...difference, feeds }
}

/** The feeds of a client as they were; none where it was not there, or where its file had problems. */
async function readEarlier(folder: string, client: string): Promise<readonly Feed[]> {
  const file = `clients/${client}.yaml`
  if (!existsSync(join(folder, file))) return []
  const found = parseEarlierFeeds(await readFile(join(folder, file), 'utf8'), file, 'staging')
  return found.ok ? found.value : []
}

async function viewFeed(feed: Feed, earlier: Feed | undefined, { root, at }: Pick<Sides, 'root' | 'at'>): Promise<FeedChange> {
  // A preview has no secret: what the pull request's code could read, it could send away.
  const context = { ...sourceContext(root, process.env), secrets: {} }
  const extent = isSamplePath(feed.source.file?.path ?? '') ? 'excerpt' : { wholeAt: at }
  const see = async () => {}
  if (earlier === undefined)
    return { feed: feed.id, after: viewOf(await previewFeed(feed, { read: () => readSource(feed, context), see, extent })) }
  const { now, before, comparison } = await previewBoth(feed, earlier, {
    open: (listeners) => readSource(feed, { ...context, ...listeners }),
    see,
    extent,
  })
  const difference = comparison === undefined ? {} : { difference: summariseComparison(comparison) }
  return { feed: feed.id, before: viewOf(before), after: viewOf(now), ...difference }
}

await main(changes)
