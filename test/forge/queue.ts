import type { ForgeEvent } from './world.ts'

/** Events in the order in which they happened, handled one after the other; what handling causes comes after. */
export class EventQueue {
  readonly #handle: (event: ForgeEvent) => Promise<void>
  readonly #waiting: ForgeEvent[] = []
  readonly #failures: unknown[] = []
  #working: Promise<void> | undefined

  constructor(handle: (event: ForgeEvent) => Promise<void>) {
    this.#handle = handle
  }

  add(event: ForgeEvent): void {
    this.#waiting.push(event)
    this.#working ??= this.#work()
  }

  /** Resolves when nothing is left to handle; throws what handling threw since the last time. */
  async settled(): Promise<void> {
    while (this.#working !== undefined) await this.#working
    const failures = this.#failures.splice(0)
    if (failures.length === 1) throw failures[0]
    if (failures.length > 1) throw new AggregateError(failures, `${failures.length} events could not be handled`)
  }

  async #work(): Promise<void> {
    // Let the operation that caused the event finish first: it may still be writing its answer.
    await new Promise(setImmediate)
    for (let event = this.#waiting.shift(); event !== undefined; event = this.#waiting.shift()) {
      try {
        await this.#handle(event)
      } catch (error) {
        this.#failures.push(error)
      }
    }
    this.#working = undefined
  }
}
