import { Presets, SingleBar } from 'cli-progress'

/** Shows how far something has come. `total` may be unknown (undefined) or grow. */
export interface Progress {
  update(done: number, total: number | undefined, detail?: string): void
  stop(): void
}

/** Where progress is shown: standard error, as a rule, so that output can be piped. */
export interface ProgressPlace {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly isQuiet: boolean
}

/** A bar with rate and estimate on a terminal; elsewhere a line for each tenth that is done, or nothing where the total is unknown. */
export function openProgress(label: string, unit: string, { stream, isQuiet }: ProgressPlace): Progress {
  if (isQuiet) return { update() {}, stop() {} }
  return stream.isTTY === true ? openBar(label, unit, stream) : openLines(label, unit, stream)
}

function openBar(label: string, unit: string, stream: NodeJS.WritableStream): Progress {
  const format = `${label} {bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left {detail}`
  const bar = new SingleBar({ format, stream, clearOnComplete: true, hideCursor: true, etaBuffer: 50 }, Presets.shades_classic)
  let isStarted = false
  return {
    update(done, total, detail = '') {
      if (!isStarted) bar.start(total ?? done, done, { detail })
      isStarted = true
      // An unknown total is drawn as nearly reached: a full bar would say that it is over.
      bar.setTotal(total ?? done + 1)
      bar.update(done, { detail })
    },
    stop: () => bar.stop(),
  }
}

function openLines(label: string, unit: string, stream: NodeJS.WritableStream): Progress {
  let tenths = 0
  return {
    update(done, total) {
      if (total === undefined || total === 0) return
      const reached = Math.floor((done / total) * 10)
      if (reached <= tenths) return
      tenths = reached
      stream.write(`${label}: ${done} of ${total} ${unit}\n`)
    },
    stop() {},
  }
}
