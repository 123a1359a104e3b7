import type { Piece } from './recall.ts'

// A text that is shorter is copied when more comes, a longer one is set aside: so there are neither many parts nor much copying, whatever the chunks.
const shortestPart = 1024

/**
 * The text that has come and has not been given away yet, and the pieces that are given. Their texts may share the memory of the chunk that they came
 * in.
 */
export class HeldText {
  #pieces: Piece[] = []
  /** What is held before `text`, and its length. */
  #parts: string[] = []
  #setAside = 0
  /** Where that which is held begins in `text`. */
  #from = 0
  /** The text that is being looked at. */
  text = ''
  /** How far in `text` it has been looked at. */
  at = 0

  /** Characters held, up to `at`. */
  get length(): number {
    return this.#setAside + this.at - this.#from
  }

  add(chunk: string): void {
    this.text = this.text.slice(this.#from) + chunk
    this.at -= this.#from
    this.#from = 0
  }

  /** Keeps what has been looked at where it is not looked at again. */
  setAside(): void {
    if (this.text.length < shortestPart || this.at === this.#from) return
    this.#parts.push(this.text.slice(this.#from, this.at))
    this.#setAside += this.at - this.#from
    this.#from = this.at
  }

  /** Gives as no record what is held before this place. */
  releaseText(at: number): void {
    if (at > this.#from) this.#pieces.push({ isRecord: false, text: this.text.slice(this.#from, at) })
    this.#from = at
  }

  /** Gives as a record what is held before this place. */
  releaseRecord(at: number): void {
    const last = this.text.slice(this.#from, at)
    this.#pieces.push({ isRecord: true, text: this.#setAside === 0 ? last : [...this.#parts, last].join('') })
    this.#from = at
    this.#parts = []
    this.#setAside = 0
  }

  /** Gives as no record all that is held. */
  releaseAll(): void {
    for (const text of this.#parts) this.#pieces.push({ isRecord: false, text })
    this.#parts = []
    this.#setAside = 0
    this.at = this.text.length
    this.releaseText(this.at)
  }

  /** The pieces since the last call. */
  takePieces(): readonly Piece[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }
}
