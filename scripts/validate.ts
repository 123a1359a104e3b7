import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { findClientFiles } from './clients/find.ts'
import { judgeFiles } from './clients/judge-files.ts'
import { settleVariables } from './clients/settle-variables.ts'
import { clientId } from './config/parse.ts'
import { main } from './main.ts'
import { renderProblems } from './terminal/problems.ts'

interface Options {
  readonly json?: boolean
  readonly cache: boolean
}

const validate = new Command('validate')
  .description('check client files: every problem of every file, with its place and what to write instead')
  .argument('[files...]', 'client files, wherever they lie, or client ids; all of clients/ unless given')
  .option('--json', 'problems as JSON on standard output')
  .option('--no-cache', 'judge every file anew, though nothing changed since the last time')
  .addHelpText(
    'after',
    `
Examples:
  npm run validate
  npm run validate -- atelier-lumiere clients/brauhaus-sued.yaml
  npm run validate -- --no-cache
  npm run -s validate -- --json`,
  )
  .action(async (names: string[], { json, cache }: Options) => {
    const root = process.cwd()
    const { all, asked } = await findClientFiles(names, root, process.env.INIT_CWD)
    // Rules across files need all of them, even where only some were asked for; a draft from elsewhere stands in for the file of its name.
    const [isAsked, isKnown, ids] = [new Set(asked), new Set(all), new Set(asked.map(clientId))]
    const beside = all.filter((file) => isAsked.has(file) || !ids.has(clientId(file)))
    const files = [...beside, ...asked.filter((file) => !isKnown.has(file))]
    const keeping = { file: join(root, '.local/verdicts.json'), program: fileURLToPath(new URL('..', import.meta.url)) }
    const found = await judgeFiles(root, files, cache ? keeping : undefined)
    const problems = found.filter(({ file }) => isAsked.has(file))

    // GitHub's client takes longer to load than a file to judge.
    if (process.env.GITHUB_ACTIONS === 'true') (await import('./github/annotate.ts')).annotate(problems)
    if (json) console.log(JSON.stringify({ files: asked.length, problems }, null, 2))
    else console.log(renderProblems(problems, asked.length))
    if (problems.length > 0) process.exitCode = 1
  })

settleVariables(process)
await main(validate)
