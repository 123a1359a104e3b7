/** Values by key, each remembered until its key has another version: of those that were asked for last, `most`. */
export class Versioned<Value> {
  readonly #most: number
  readonly #entries = new Map<string, { readonly version: string; readonly value: Promise<Value> }>()

  constructor(most: number) {
    this.#most = most
  }

  /** The value of this version, worked out once by whoever asks first; a failure is not remembered. */
  async get(key: string, version: string, work: () => Promise<Value>): Promise<Value> {
    const earlier = this.#entries.get(key)
    // What is asked for goes to the end, so that what nobody asks for is at the beginning.
    this.#entries.delete(key)
    const entry = earlier?.version === version ? earlier : { version, value: work() }
    this.#entries.set(key, entry)
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value!)
    try {
      return await entry.value
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw error
    }
  }
}
