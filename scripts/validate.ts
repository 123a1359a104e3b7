import { relative } from 'node:path'
import { Command } from 'commander'
import { checkClients } from './config/check.ts'
import { listClientFiles, readClientFiles } from './config/read.ts'
import { annotate } from './github/annotate.ts'
import { main } from './main.ts'
import { mappingsCanBeCompiled } from './mapping-rule.ts'
import { renderProblems } from './problems.ts'

const validate = new Command('validate')
  .description('check client files: every problem of every file, with its place and what to write instead')
  .argument('[files...]', 'client files; all of clients/ unless given')
  .option('--json', 'problems as JSON on standard output')
  .addHelpText('after', '\nExamples:\n  npm run validate\n  npm run validate -- clients/acme.yaml\n  npm run -s validate -- --json | jq .')
  .action(async (files: string[], { json }: { json?: boolean }) => {
    const root = process.cwd()
    const all = await listClientFiles(root)
    const asked = files.map((file) => relative(root, file))
    // Rules across files need all of them, even where only some were asked for.
    const checked = checkClients(await readClientFiles(root, [...new Set([...all, ...asked])]), [mappingsCanBeCompiled])
    const problems = checked.ok ? [] : checked.problems.filter(({ file }) => asked.length === 0 || asked.includes(file))

    if (process.env.GITHUB_ACTIONS === 'true') annotate(problems)
    if (json) console.log(JSON.stringify({ files: asked.length || all.length, problems }, null, 2))
    else console.log(renderProblems(problems, asked.length || all.length))
    if (problems.length > 0) process.exitCode = 1
  })

await main(validate)
