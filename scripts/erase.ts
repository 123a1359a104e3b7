import { Command } from 'commander'
import { UsageError } from './errors.ts'
import { main } from './main.ts'
import type { Environment } from './model/environment.ts'
import { eraseEverywhere, findEverywhere } from './run/erase.ts'
import { renderErasure } from './run/erase-text.ts'
import { requireEnvironment } from './store/environment.ts'
import { compileErasure, type Erasure } from './store/erasure.ts'
import { openStore } from './store/open-store.ts'
import { databaseOption, environmentOption } from './terminal/options.ts'

interface Options {
  readonly environment: Environment
  readonly database?: string
  readonly yes?: boolean
  readonly json?: boolean
}

const erase = new Command('erase')
  .description('erase somebody’s data from snapshots, samples and excerpts; without --yes, show where it stands')
  .argument('<text...>', 'what to erase: a mail address, a name, a telephone number; each is taken literally, in either case')
  .option('--yes', 'erase it; nothing is changed unless given')
  .addOption(environmentOption('the one that is meant: a database of another is refused'))
  .addOption(databaseOption())
  .option('--json', 'what was found, as JSON on standard output')
  .addHelpText(
    'after',
    `
Finds it also as entities, as escapes of JSON and of URLs, in any encoding. Letters become x and digits 9, so that what is kept can still be read.
Postings that were removed are cleared too; live ones follow their feed: the client must take it out there.

Examples:
  npm run erase -- jane.doe@example.com "Jane Doe"
  npm run erase -- jane.doe@example.com --environment production --yes`,
  )
  .action(async (texts: string[], { environment, database: url, yes = false, json }: Options) => {
    const erasure = compile(texts)
    await using store = await openStore({ verb: 'erase', url, variables: process.env, checkout: process.cwd(), say: console.error })
    const { pool } = store
    await requireEnvironment(pool, environment)
    const found = await (yes ? eraseEverywhere : findEverywhere)(pool, process.cwd(), erasure)
    console.log(json ? JSON.stringify({ erased: yes, ...found }, null, 2) : renderErasure(found, yes))
  })

await main(erase)

function compile(texts: readonly string[]): Erasure {
  try {
    return compileErasure(texts)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
}
