import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import type { Guard } from '../guard.ts'

/** What to run, where, with exactly which environment, and for how long at most. */
export interface Order {
  readonly command: string
  readonly args: readonly string[]
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** A file that takes both output streams, in their order. Removed afterwards. */
  readonly outputFile: string
}

export interface Ended {
  readonly code: number
  readonly isTimeout: boolean
  readonly output: string
}

/** The processes of one job: each in a group of its own, so that whatever a step leaves behind ends with the job. */
export class Processes {
  readonly #guard: Guard
  readonly #groups = new Set<number>()
  #isClosed = false

  constructor(guard: Guard) {
    this.#guard = guard
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Runs to its end. Output goes to a file rather than a pipe: a process left in the background cannot hold the step open. */
  async run({ command, args, folder, environment, timeoutMs, outputFile }: Order): Promise<Ended> {
    if (this.#isClosed) throw new Error('the runner has been stopped')
    const output = openSync(outputFile, 'w')
    const child = spawn(command, args, { cwd: folder, env: { ...environment }, detached: true, stdio: ['ignore', output, output] })
    closeSync(output)
    const { pid } = child
    if (pid !== undefined) {
      this.#groups.add(pid)
      this.#guard.watch(pid)
    }
    let isTimeout = false
    const timer = setTimeout(() => {
      isTimeout = true
      if (pid !== undefined) endGroup(pid)
    }, timeoutMs)
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (exit) => resolve(exit ?? 1))
    }).finally(() => clearTimeout(timer))
    const text = readFileSync(outputFile, 'utf8')
    rmSync(outputFile)
    return { code, isTimeout, output: text }
  }

  /** Ends everything that is still running. */
  end(): void {
    for (const group of this.#groups) endGroup(group)
    this.#groups.clear()
    this.#guard.forget()
  }

  /** Ends everything, and lets nothing start any more. */
  close(): void {
    this.#isClosed = true
    this.end()
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // ESRCH: the whole group has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
