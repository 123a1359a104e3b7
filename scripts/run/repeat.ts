import type { Logger } from 'pino'

/** Work that is done again and again. */
export interface Repetition {
  /** Begins no more, and waits for what is under way. */
  stop(): Promise<void>
}

/** Does `work` every `everyMs`, never twice at once, until it is stopped. A failure is logged: the database may be back the next time. */
export function repeat(everyMs: number, work: () => Promise<void>, log: Logger): Repetition {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let current: Promise<void> = Promise.resolve()
  function schedule(): void {
    timer = setTimeout(() => {
      current = work()
        .catch((error: unknown) => log.error({ error: error instanceof Error ? error.message : String(error) }, 'database'))
        .then(() => {
          if (!isStopped) schedule()
        })
    }, everyMs)
  }
  schedule()
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await current
    },
  }
}
