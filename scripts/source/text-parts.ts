/**
 * A text that comes in parts and is put together once, at its end. With each part, a long one would be copied again as often as there are parts, and
 * a host may send bytes by the few.
 */
export class TextParts {
  #parts: string[] = []
  #length = 0

  /** Characters so far. */
  get length(): number {
    return this.#length
  }

  add(part: string): void {
    if (part === '') return
    this.#parts.push(part)
    this.#length += part.length
  }

  /** The text with its last part; what comes next is another. */
  finish(last: string): string {
    const text = this.#length === 0 ? last : [...this.#parts, last].join('')
    this.#parts = []
    this.#length = 0
    return text
  }
}
