import { Command } from 'commander'
import { rewriteCommand } from './clients/rewrite-command.ts'
import type { Rewritten } from './clients/rewrite-files.ts'
import { upgradeText } from './config/migrations.ts'
import { main } from './main.ts'

const upgrade = new Command('upgrade')
  .description('carry client files forward to the current version of their language; comments and layout stay')
  .addHelpText(
    'after',
    `
Examples:
  npm run upgrade
  npm run upgrade -- atelier-lumiere clients/brauhaus-sued.yaml
  npm run upgrade -- --check`,
  )

await main(
  rewriteCommand(upgrade, {
    rewrite: carriedForward,
    word: 'upgraded',
    root: process.cwd(),
    from: process.env.INIT_CWD,
    say: console.log,
    fail: () => {
      process.exitCode = 1
    },
  }),
)

function carriedForward(text: string): Rewritten {
  const upgraded = upgradeText(text)
  return upgraded === undefined ? undefined : { text: upgraded }
}
