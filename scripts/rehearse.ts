import { Command } from 'commander'
import { NotAsTold } from '../test/rehearse/narrator.ts'
import { rehearse } from '../test/rehearse/story.ts'
import { findCommit } from './deploy/checkout.ts'
import { main } from './main.ts'

const verb = new Command('rehearse')
  .description('play one client from its request to production: the real workflows, on a local GitHub, with two environments')
  .option('--ref <ref>', 'the commit that is played', 'HEAD')
  .option('--verbose', 'show the logs of the workflows as they run')
  .option('--keep', 'leave the temporary folder with clones and logs; it is removed otherwise')
  .addHelpText(
    'after',
    '\nPlays what is committed. Ends with 1 at the first step that is not as told.\n\nExamples:\n  npm run rehearse\n  npm run rehearse -- --verbose',
  )
  .action(async ({ ref, verbose = false, keep = false }: { ref: string; verbose?: boolean; keep?: boolean }) => {
    const ended = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => ended.abort(new NotAsTold('the story', new Error(`ended by ${signal}`))))
    const telling = {
      checkout: process.cwd(),
      ref: await findCommit(process.cwd(), ref),
      variables: process.env,
      say: (line: string) => console.log(line),
      ticks: () => performance.now(),
      isVerbose: verbose,
      isKept: keep,
      signal: ended.signal,
    }
    try {
      await rehearse(telling)
    } catch (error) {
      if (!(error instanceof NotAsTold)) throw error
      console.error(`\nnot as told: ${error.message}`)
      process.exitCode = 1
    }
  })

await main(verb)
