import type { Variables } from '../model/variables.ts'

/** What of a process says that it should end. */
export interface Stoppable {
  readonly ppid: number
  once(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

// Whoever told npm to stop waits for that; asking costs nothing.
const askEveryMs = 500

/**
 * Aborted when a process is asked to end: by Ctrl-C, by SIGTERM, or, where npm started it, by the end of the shell that npm put between. npm tells
 * only that shell to end, and a shell hands nothing on. A second Ctrl-C ends the process at once.
 */
export function stopSignal(program: Stoppable, variables: Variables): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) program.once(signal, () => stop.abort())
  if (variables.npm_lifecycle_event === undefined) return stop.signal
  const parent = program.ppid
  const timer = setInterval(() => program.ppid !== parent && stop.abort(), askEveryMs).unref()
  stop.signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  return stop.signal
}

/** Settles when the signal is aborted, be it already or later. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
