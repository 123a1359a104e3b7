import { userInfo } from 'node:os'
import { Command } from 'commander'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import type { Environment } from './model/environment.ts'
import { acceptRun } from './run/accept-run.ts'
import { readEngine } from './run/engine.ts'
import { renderRun } from './run/outcome-text.ts'
import { sourceContext } from './source/context.ts'
import { requireEnvironment } from './store/environment.ts'
import { openStore } from './store/open-store.ts'
import { actorOf } from './terminal/actor.ts'
import { databaseOption, environmentOption, runNumber } from './terminal/options.ts'

interface Options {
  readonly environment: Environment
  readonly database?: string
  readonly by?: string
  readonly json?: boolean
}

const accept = new Command('accept')
  .description('make the postings of a held run live: you looked at its reasons, and they are right')
  .argument('<run>', 'its number, as npm run import and the operator page show it', runNumber)
  .addOption(environmentOption('the one that is meant: a database of another is refused'))
  .addOption(databaseOption())
  .option('--by <person>', 'who accepts it, for the record; otherwise GITHUB_ACTOR, otherwise the user of this machine')
  .option('--json', 'how the run that saves them ended, as JSON on standard output')
  .addHelpText(
    'after',
    `
Reads again what that run read, with the same mapping, and saves it without holding it; who accepted it, and when, is recorded.
A run without any posting is accepted only where the feed is truly empty, not where its records could not be mapped.
Only the newest run of a feed can be accepted (those that failed do not count), as long as its snapshot is there and the
mapping is the same.

Examples:
  npm run accept -- 4711
  npm run accept -- 4711 --environment staging --by octo-am`,
  )
  .action(async (run: string, { environment, database: url, by, json }: Options) => {
    const person = actorOf({ given: by, option: '--by' }, process.env, () => userInfo().username)
    await using store = await openStore({ verb: 'accept', url, variables: process.env, checkout: process.cwd(), say: console.error })
    const { pool } = store
    await requireEnvironment(pool, environment)
    const context = {
      pool,
      source: sourceContext(process.cwd(), process.env),
      engine: await readEngine(),
      now: () => new Date(),
      ticks: () => performance.now(),
    }
    const accepted = await acceptRun({ run, by: person }, context)
    if (accepted.kind === 'refused') throw new UsageError(accepted.why)
    console.log(json ? JSON.stringify(accepted, null, 2) : renderRun(accepted.feed, accepted, environment))
    const { kind } = accepted.record.outcome
    if (kind === 'held' || kind === 'failed') process.exitCode = 1
  })

await main(accept)
