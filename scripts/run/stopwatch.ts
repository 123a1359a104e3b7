/** Measures the laps of one run, in whole milliseconds. A class only because it has the last time to remember. */
export class Stopwatch {
  readonly #now: () => number
  readonly #laps: Record<string, number> = {}
  #last: number

  /** `now` gives milliseconds that never go back, for instance `performance.now`. */
  constructor(now: () => number) {
    this.#now = now
    this.#last = now()
  }

  /** Ends the lap `name`, and begins the next. */
  lap(name: string): void {
    const now = this.#now()
    this.#laps[name] = Math.round(now - this.#last)
    this.#last = now
  }

  timings(): Readonly<Record<string, number>> {
    return { ...this.#laps }
  }
}
