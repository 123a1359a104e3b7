import { userInfo } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { Command } from 'commander'
import { mappingsCanBeCompiled } from './clients/mapping-rule.ts'
import { readRelease } from './deploy/desired.ts'
import { type DeploymentContext, deployRelease } from './deploy/steps.ts'
import { main } from './main.ts'
import type { Environment } from './model/environment.ts'
import { openStore } from './store/open-store.ts'
import { actorOf } from './terminal/actor.ts'
import { databaseOption, environmentOption, webAddress } from './terminal/options.ts'
import { renderProblems } from './terminal/problems.ts'
import { openProgress, type Progress } from './terminal/progress.ts'

interface Options {
  readonly environment: Environment
  readonly ref: string
  readonly database?: string
  readonly web?: string
  readonly actor?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

const deploy = new Command('deploy')
  .description('make what Git has at a commit live: configuration and schedules at once, then the first run of new feeds')
  .addOption(environmentOption('the environment to deploy to'))
  .option('--ref <ref>', 'branch, tag or commit; worktree for the files as they lie here', 'HEAD')
  .addOption(databaseOption())
  .option(
    '--web <url>',
    'address of the web service: its pages are compared with what is stored; otherwise no page is looked at',
    webAddress,
  )
  .option('--actor <name>', 'who deploys, for the record; otherwise GITHUB_ACTOR, otherwise the user of this machine')
  .option('--json', 'what was done as JSON on standard output')
  .option('--quiet', 'show no progress on standard error')
  .addHelpText(
    'after',
    `
Deploying again changes nothing, resumes what failed, and heals what was changed by hand.
New feeds, and those defined anew, are run at once by the environment's workers: npm run work must be running.
Exits with 1 where the release is not live, a first run was held or failed, or a page differs.

Examples:
  npm run deploy
  npm run deploy -- --ref worktree
  npm run deploy -- --environment staging --ref origin/staging --web https://staging.jobs.example`,
  )
  .action(async ({ environment, ref, database: url, web, actor, json, quiet = false }: Options) => {
    const root = process.cwd()
    const release = await readRelease({ root, ref, environment }, [mappingsCanBeCompiled])
    if (!release.ok) {
      console.error(renderProblems(release.problems))
      process.exitCode = 1
      return
    }
    await using store = await openStore({ verb: 'deploy', url, variables: process.env, checkout: root, say: console.error })
    const { pool } = store
    const progress = openProgress('first runs', 'feeds', { stream: process.stderr, isQuiet: quiet })
    try {
      const context = {
        ...surroundings(quiet, progress),
        pool,
        url: store.url,
        actor: actorOf({ given: actor, option: '--actor' }, process.env, () => userInfo().username),
        ...(web === undefined ? {} : { web: { url: web, fetch } }),
      }
      const deployment = await deployRelease(release.value, environment, context)
      progress.stop()
      if (json) console.log(JSON.stringify(deployment, null, 2))
      else console.log([`${environment} has release ${deployment.release}`, ...deployment.failures].join('\n'))
      if (deployment.failures.length > 0) process.exitCode = 1
    } finally {
      progress.stop()
    }
  })

await main(deploy)

function surroundings(isQuiet: boolean, progress: Progress): Omit<DeploymentContext, 'pool' | 'url' | 'actor' | 'web'> {
  return {
    variables: process.env,
    now: () => new Date(),
    ticks: () => performance.now(),
    wait: (milliseconds) => wait(milliseconds),
    say: (line) => {
      if (!isQuiet) console.error(line)
    },
    progress: (ended, all) => progress.update(ended, all),
  }
}
