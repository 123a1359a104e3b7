import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { ImportOrder } from './importing-process.ts'

/** A process that has loaded the engine and waits for its one order. */
export interface Importing extends AsyncDisposable {
  readonly pid: number
  /** The lines that it writes: `stopping` before it stops, and how its run ended, as JSON. */
  readonly lines: AsyncIterator<string>
  order(asked: ImportOrder): void
  /** The signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>
  kill(signal: NodeJS.Signals): void
}

const ours = fileURLToPath(new URL('importing-process.ts', import.meta.url))

/** Where the program lies that a process runs, this one unless given, and a folder in which processes keep for each other what they compiled. */
export interface ImportingOptions {
  readonly program?: string
  readonly compiled?: string
}

/** Starts one; it is killed at the end, if it is still there. */
export function startImporting({ program = ours, compiled }: ImportingOptions = {}): Importing {
  const variables = { ...process.env, ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }) }
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, [program], {
    env: variables,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null)
  return {
    pid: child.pid!,
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    order: (asked) => void child.stdin.write(JSON.stringify(asked)),
    ended,
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
