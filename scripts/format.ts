import { Command } from 'commander'
import { findClientFiles } from './clients/find.ts'
import { type Rewritten, renderReports, rewriteFiles, saveInPlace } from './clients/rewrite-files.ts'
import { formatText } from './config/format.ts'
import { main } from './main.ts'

interface Options {
  readonly check?: boolean
  readonly json?: boolean
}

const format = new Command('format')
  .description('lay client files out in the one canonical way; values, comments and order stay')
  .argument('[files...]', 'client files or client ids; all of clients/ unless given')
  .option('--check', 'change nothing; list what would change, and exit with 1 if anything would')
  .option('--json', 'what became of each file, as JSON on standard output')
  .addHelpText(
    'after',
    `
Examples:
  npm run format
  npm run format -- acme
  npm run format -- --check`,
  )
  .action(async (names: string[], { check, json }: Options) => {
    const root = process.cwd()
    const { asked } = await findClientFiles(names, root, process.env.INIT_CWD)
    const reports = rewriteFiles(root, asked, canonical, check ? undefined : saveInPlace(root))

    console.log(json ? JSON.stringify(reports, null, 2) : renderReports(reports, check ? 'would be formatted' : 'formatted'))
    if (reports.some(({ kind }) => kind === 'left' || (check && kind === 'changed'))) process.exitCode = 1
  })

await main(format)

function canonical(text: string): Rewritten {
  const formatted = formatText(text)
  return formatted.ok ? { text: formatted.text } : { reason: formatted.reason }
}
