import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Guard } from '../forge/guard.ts'

/** One service of the product: its verb with arguments, the folder of the product, its variables, and the file that takes its log. */
export interface ServiceOrder {
  readonly words: readonly [verb: string, ...rest: string[]]
  readonly folder: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly log: string
  readonly guard: Guard
}

/** A service as a process and a group of its own, which the guard ends should we be unable to. Disposing of it asks it to stop and waits. */
export interface Service extends AsyncDisposable {
  /** The first line on its standard output. Rejects where it ends before that. */
  readonly firstLine: Promise<string>
}

/** Starts a service of the played commit, not of the files that lie in this checkout. */
export function startService({ words: [verb, ...rest], folder, variables, log, guard }: ServiceOrder): Service {
  const file = openSync(log, 'w')
  const child = spawn(process.execPath, [`scripts/${verb}.ts`, ...rest], {
    cwd: folder,
    env: variables,
    detached: true,
    stdio: ['ignore', 'pipe', file],
  })
  closeSync(file)
  if (child.pid !== undefined) guard.watch(child.pid)
  const ended = endOf(child)
  const firstLine = Promise.race([
    once(createInterface({ input: child.stdout! }), 'line').then(([line]) => String(line)),
    ended.then((how): never => {
      throw new Error(`npm run ${verb} ended with ${how}: see ${log}`)
    }),
  ])
  // A worker says nothing: nobody waits for its line.
  firstLine.catch(() => {})
  return {
    firstLine,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function endOf(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.signalCode ?? `exit code ${child.exitCode}`
}
