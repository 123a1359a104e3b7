import { Command } from 'commander'
import { mappingsCanBeCompiled } from './clients/mapping-rule.ts'
import { changeLine } from './deploy/change-lines.ts'
import { readRelease } from './deploy/desired.ts'
import { diffRelease } from './deploy/diff.ts'
import { readLive } from './deploy/live.ts'
import { requireOwn } from './deploy/steps.ts'
import { main } from './main.ts'
import type { Environment } from './model/environment.ts'
import { openStore } from './store/open-store.ts'
import { databaseOption, environmentOption } from './terminal/options.ts'
import { renderProblems } from './terminal/problems.ts'

interface Options {
  readonly environment: Environment
  readonly ref: string
  readonly database?: string
  readonly json?: boolean
  readonly exitCode?: boolean
}

const plan = new Command('plan')
  .description('what deploying would change: nothing where the environment is as Git says')
  .addOption(environmentOption('the environment to compare with'))
  .option('--ref <ref>', 'branch, tag or commit; worktree for the files as they lie here', 'HEAD')
  .addOption(databaseOption())
  .option('--json', 'changes as JSON on standard output')
  .option('--exit-code', 'exit with 2 where there is something to change')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run plan\n  npm run plan -- --ref worktree\n  npm run plan -- --environment staging --ref origin/staging --exit-code',
  )
  .action(async ({ environment, ref, database: url, json, exitCode }: Options) => {
    const root = process.cwd()
    const release = await readRelease({ root, ref, environment }, [mappingsCanBeCompiled])
    if (!release.ok) {
      console.error(renderProblems(release.problems))
      process.exitCode = 1
      return
    }
    await using store = await openStore({ verb: 'plan', url, variables: process.env, checkout: root, say: console.error })
    const { pool } = store
    const live = await readLive(pool)
    requireOwn(environment, live)
    const changes = diffRelease(release.value, live)
    if (json) console.log(JSON.stringify({ environment, release: release.value.id, changes }, null, 2))
    else console.log(changes.length === 0 ? `${environment} is as ${ref} says: nothing to change` : changes.map(changeLine).join('\n'))
    if (exitCode && changes.length > 0) process.exitCode = 2
  })

await main(plan)
