import { Command } from 'commander'
import { rewriteCommand } from './clients/rewrite-command.ts'
import type { Rewritten } from './clients/rewrite-files.ts'
import { formatText } from './config/format.ts'
import { main } from './main.ts'

const format = new Command('format')
  .description('lay client files out in the one canonical way; values, comments and order stay')
  .addHelpText(
    'after',
    `
Examples:
  npm run format
  npm run format -- atelier-lumiere clients/brauhaus-sued.yaml
  npm run format -- --check`,
  )

await main(
  rewriteCommand(format, {
    rewrite: canonical,
    word: 'formatted',
    root: process.cwd(),
    from: process.env.INIT_CWD,
    say: console.log,
    fail: () => {
      process.exitCode = 1
    },
  }),
)

function canonical(text: string): Rewritten {
  const formatted = formatText(text)
  return formatted.ok ? { text: formatted.text } : { reason: formatted.reason }
}
