import type { Command } from 'commander'
import { GitHubError, SourceError, StoreError, UsageError } from './errors.ts'

const foreseen = [SourceError, StoreError, GitHubError, UsageError]

/**
 * The one place that reads argv, reports a crash and sets the exit code (0 done, 1 problems or crash, 2 drift found).
 * A foreseen error is one line on stderr; anything else is our bug and keeps its stack.
 */
export async function main(command: Command): Promise<void> {
  try {
    await command.showHelpAfterError('(add --help for examples)').parseAsync()
  } catch (error) {
    if (foreseen.some((kind) => error instanceof kind)) console.error((error as Error).message)
    else console.error(error)
    process.exitCode = 1
  }
}
