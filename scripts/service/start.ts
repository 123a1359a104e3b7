import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { ServiceError } from '../errors.ts'
import type { Variables } from '../model/variables.ts'
import { verbCommand } from './verb-command.ts'

/** What ends a process group should this process be killed. */
export interface GroupGuard {
  watch(group: number): void
}

/** How a service is started: its verb with arguments, its environment variables, and the file at whose end its log goes. */
export interface ServiceOrder {
  readonly verb: string
  readonly words: readonly string[]
  readonly variables: Variables
  readonly log: string
  /** Where the product is; here unless given. */
  readonly folder?: string
  /** Given one, the service leads a process group of its own, which is then guarded; otherwise Ctrl-C reaches it too. */
  readonly guard?: GroupGuard
}

/** A service of ours as a child process. Disposing of it asks it to stop (SIGTERM) and waits until it has. */
export interface ServiceProcess extends AsyncDisposable {
  /** The first line on its standard output: the web service's URL. Rejects where it ends before that. */
  readonly firstLine: Promise<string>
  /** Rejects when it ends without having been asked to. */
  readonly failure: Promise<never>
}

/** Starts a service: its answer is read here, its log goes to a file, after what is there: another of its kind may be writing it at this moment. */
export function startService({ verb, words, variables, log, folder, guard }: ServiceOrder): ServiceProcess {
  mkdirSync(dirname(log), { recursive: true })
  const logFile = openSync(log, 'a')
  const begin = fstatSync(logFile).size
  const child = spawn(process.execPath, [...verbCommand(verb, folder), ...words], {
    env: variables,
    stdio: ['ignore', 'pipe', logFile],
    cwd: folder,
    detached: guard !== undefined,
  })
  closeSync(logFile)
  if (child.pid !== undefined) guard?.watch(child.pid)
  const ended = endOf(child)
  let isAsked = false
  const failure = ended.then((how): never => {
    if (isAsked) return new Promise(() => {}) as never
    throw new ServiceError(`npm run ${verb} ended with ${how}: ${lastLine(log, begin)}\n  all that it said is in ${log}`)
  })
  // Nobody may be waiting for it at the moment at which it comes.
  failure.catch(() => {})
  const firstLine = Promise.race([lineOf(child), failure])
  firstLine.catch(() => {})
  return {
    firstLine,
    failure,
    async [Symbol.asyncDispose]() {
      isAsked = true
      child.kill('SIGTERM')
      await ended
    },
  }
}

// A service that cannot begin says why in its last words.
function lastLine(log: string, begin: number): string {
  const line = readFileSync(log).toString('utf8', begin).trimEnd().split('\n').at(-1) || ''
  return logLineWords(line) || 'it said nothing'
}

/** A line of a log (log.ts) in words; one that is none, as it is. */
export function logLineWords(line: string): string {
  if (!line.startsWith('{')) return line
  try {
    const { feed, msg, err } = JSON.parse(line) as { readonly [key in 'feed' | 'msg']?: string } & {
      readonly err?: { readonly message?: string }
    }
    return [feed, msg, err?.message].filter((word) => word !== undefined).join(': ') || line
  } catch {
    // Killed in the middle of a line.
    return line
  }
}

async function endOf(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.signalCode ?? `exit code ${child.exitCode}`
}

async function lineOf(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout! })
  const [line] = (await once(lines, 'line')) as [string]
  return line
}
