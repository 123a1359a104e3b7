import { Command } from 'commander'
import { findClientFiles } from './clients/find.ts'
import { type Rewritten, renderReports, rewriteFiles, saveInPlace } from './clients/rewrite-files.ts'
import { upgradeText } from './config/migrations.ts'
import { main } from './main.ts'

interface Options {
  readonly check?: boolean
  readonly json?: boolean
}

const upgrade = new Command('upgrade')
  .description('carry client files forward to the current version of their language; comments and layout stay')
  .argument('[files...]', 'client files or client ids; all of clients/ unless given')
  .option('--check', 'change nothing; list what would change, and exit with 1 if anything would')
  .option('--json', 'what became of each file, as JSON on standard output')
  .addHelpText(
    'after',
    `
Examples:
  npm run upgrade
  npm run upgrade -- acme
  npm run upgrade -- --check`,
  )
  .action(async (names: string[], { check, json }: Options) => {
    const root = process.cwd()
    const { asked } = await findClientFiles(names, root, process.env.INIT_CWD)
    const reports = rewriteFiles(root, asked, carriedForward, check ? undefined : saveInPlace(root))

    console.log(json ? JSON.stringify(reports, null, 2) : renderReports(reports, check ? 'would be upgraded' : 'upgraded'))
    if (reports.some(({ kind }) => kind === 'left' || (check && kind === 'changed'))) process.exitCode = 1
  })

await main(upgrade)

function carriedForward(text: string): Rewritten {
  const upgraded = upgradeText(text)
  return upgraded === undefined ? undefined : { text: upgraded }
}
