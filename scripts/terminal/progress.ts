import { SingleBar } from 'cli-progress'
import { printable } from '../model/printable.ts'
import { advanceText, barText } from './progress-text.ts'

/** Shows how far something has come. `total` may be unknown (undefined) or grow. */
export interface Progress {
  /** Says at once what goes on while nothing can be counted yet, as in `reading https://feeds.acme.example/jobs.xml`. */
  note(text: string): void
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

/** With rate and estimate: a bar on a terminal, which goes at the end; elsewhere a line every two seconds. What is noted is a line in its place. */
export function openProgress(label: string, unit: string, { stream, isQuiet, ticks = () => performance.now() }: ProgressPlace): Progress {
  if (isQuiet) return { note() {}, update() {}, stop() {} }
  const began = ticks()
  const advance = ([done, total, detail = '']: Shown) => ({ label, unit, done, total, detail, elapsedMs: ticks() - began })
  if (stream.isTTY === true) {
    // Some terminals say that they have no columns.
    const width = (stream.columns || usualWidth) - 1
    const noteText = (text: string) => `${label}  ${printable(text)}`.slice(0, width)
    return openBar({ bar: (shown) => barText(advance(shown), width), note: noteText }, stream)
  }
  const lines = {
    bar: (shown: Shown) => `${label}: ${advanceText(advance(shown))}\n`,
    note: (text: string) => `${label}: ${printable(text)}\n`,
  }
  return openLines(lines, { stream, ticks })
}

interface Lines {
  bar(shown: Shown): string
  note(text: string): string
}

function openBar(lines: Lines, stream: NodeJS.WritableStream): Progress {
  let line = () => ''
  let isOpen = false
  // Ctrl-C would leave a terminal as it was set for the bar: it keeps its cursor, and wraps lines, of which the bar's is shorter.
  const bar = new SingleBar({ format: () => line(), stream, clearOnComplete: true, linewrap: true })
  function show(text: () => string, done: number, total: number): void {
    line = text
    if (isOpen) bar.setTotal(total)
    else bar.start(total, done)
    isOpen = true
    bar.update(done)
  }
  return {
    note: (text) => show(() => lines.note(text), 0, 1),
    // An unknown total is given as not yet reached.
    update: (...shown) => show(() => lines.bar(shown), shown[0], shown[1] ?? shown[0] + 1),
    stop: () => bar.stop(),
  }
}

function openLines(lines: Lines, { stream, ticks }: Required<Pick<ProgressPlace, 'stream' | 'ticks'>>): Progress {
  let last = ticks()
  function write(line: string): void {
    last = ticks()
    stream.write(line)
  }
  return {
    note: (text) => write(lines.note(text)),
    update(...shown) {
      if (ticks() - last >= pauseMs) write(lines.bar(shown))
    },
    stop() {},
  }
}
