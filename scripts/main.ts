import type { Command } from 'commander'
import { GitHubError, MachineError, ServiceError, SourceError, StoreError, UsageError } from './errors.ts'
import { causes } from './model/cause.ts'
import { refusedPath } from './model/path-fault.ts'

/** Options of npm's own, which someone may have set for every project. */
const npmKnows: ReadonlySet<string> = new Set(['--yes', '--no-cache'])

const foreseen = [StoreError, MachineError, ServiceError, GitHubError, UsageError]

/**
 * The one place that reads argv, reports a crash and sets the exit code (0 done, 1 problems or crash, 2 drift found).
 * A foreseen error is one line on stderr, and what to do about it, and so is a path that the machine refuses us; anything else is our bug and keeps
 * its stack.
 */
export async function main(command: Command): Promise<void> {
  try {
    refuseSwallowed(command, process.env)
    for (const one of [command, ...command.commands]) one.showHelpAfterError(`(${callOf(command)} -- --help shows options and examples)`)
    await command.parseAsync()
  } catch (error) {
    if (error instanceof SourceError) console.error(`${error.message}\n  ${causes[error.causeName]}`)
    else if (foreseen.some((kind) => error instanceof kind)) console.error((error as Error).message)
    else console.error(refusedPath(error) ?? error)
    process.exitCode = 1
  }
}

/** npm keeps what stands before `--` for itself: `deploy --ref=x` would deploy something else than was asked for. Throws UsageError. */
function refuseSwallowed(command: Command, variables: Readonly<Record<string, string | undefined>>): void {
  if (variables.npm_lifecycle_event !== command.name()) return
  const kept = command.options.find(
    ({ long }) => long !== undefined && (variables[npmOption(long)] ?? '') !== '' && !npmKnows.has(long),
  )?.long
  if (kept === undefined) return
  throw new UsageError(`npm took ${kept} for itself: what is meant for the verb stands after --, as in ${callOf(command)} -- ${kept}`)
}

function callOf(command: Command): string {
  return command.name() === 'start' ? 'npm start' : `npm run ${command.name()}`
}

function npmOption(long: string): string {
  return `npm_config_${long.replace(/^--(?:no-)?/, '').replaceAll('-', '_')}`
}
