import { SingleBar } from 'cli-progress'
import { advanceText, barText } from './progress-text.ts'

/** Shows how far something has come. `total` may be unknown (undefined) or grow. */
export interface Progress {
  update(done: number, total: number | undefined, detail?: string): void
  stop(): void
}

/** Where progress is shown: standard error, as a rule, so that output can be piped. */
export interface ProgressPlace {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
  readonly isQuiet: boolean
  /** Milliseconds since any beginning. */
  readonly ticks?: () => number
}

type Shown = Parameters<Progress['update']>

// Between two lines of a log, so that a quick run leaves none and a long one does not fill it.
const pauseMs = 2000

const usualWidth = 80

/** With rate and estimate: a bar on a terminal, which goes at the end; elsewhere a line every two seconds. */
export function openProgress(label: string, unit: string, { stream, isQuiet, ticks = () => performance.now() }: ProgressPlace): Progress {
  if (isQuiet) return { update() {}, stop() {} }
  const began = ticks()
  const advance = ([done, total, detail = '']: Shown) => ({ label, unit, done, total, detail, elapsedMs: ticks() - began })
  if (stream.isTTY === true) return openBar((shown) => barText(advance(shown), (stream.columns ?? usualWidth) - 1), stream)
  return openLines((shown) => `${label}: ${advanceText(advance(shown))}\n`, { stream, ticks })
}

function openBar(render: (shown: Shown) => string, stream: NodeJS.WritableStream): Progress {
  let shown: Shown | undefined
  const bar = new SingleBar({ format: () => (shown === undefined ? '' : render(shown)), stream, clearOnComplete: true, hideCursor: true })
  return {
    update(...now) {
      const isFirst = shown === undefined
      shown = now
      const [done, total] = now
      // An unknown total is given as not yet reached.
      if (isFirst) bar.start(total ?? done + 1, done)
      else bar.setTotal(total ?? done + 1)
      bar.update(done)
    },
    stop: () => bar.stop(),
  }
}

function openLines(render: (shown: Shown) => string, { stream, ticks }: Required<Pick<ProgressPlace, 'stream' | 'ticks'>>): Progress {
  let last = ticks()
  return {
    update(...shown) {
      if (ticks() - last < pauseMs) return
      last = ticks()
      stream.write(render(shown))
    },
    stop() {},
  }
}
