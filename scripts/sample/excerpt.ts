import { UsageError } from '../errors.ts'

/** A part of a sample: a record that is kept, or what stands around records (a head, a separator, the end). */
export type Piece =
  | { readonly kind: 'record'; readonly position: number; readonly text: string }
  | { readonly kind: 'around'; readonly text: string }

/** What an excerpt is made with. */
export interface ExcerptRules {
  /** Whether the record at this position (from 1) is kept. */
  isKept(position: number): boolean
  /** Whether a text between two records only separates them, so that it goes when one of them does. */
  isSeparator(text: string): boolean
  /** How many characters may stand around the records. */
  readonly longestAround: number
}

// Between two records nothing of a real feed nears this; it bounds memory.
const longestWindow = 20_000_000

/**
 * Takes some records out of a text that comes in pieces, exactly as they are written, with all that stands around them: what remains has the
 * form of the whole. Memory holds the kept records and one gap or record at a time.
 */
export class Excerpt {
  readonly #rules: ExcerptRules
  readonly #pieces: Piece[] = []
  /** The text from `#base` on, in characters from 0. */
  #window = ''
  #base = 0
  /** Where the record or the gap began that is now open. */
  #from = 0
  #isInside = false
  #separator = ''
  #around = 0
  /** Records so far. */
  count = 0

  constructor(rules: ExcerptRules) {
    this.#rules = rules
  }

  /** Takes the next piece of text; its records are told afterwards. */
  write(text: string): void {
    const isDropped = this.#isInside && !this.#rules.isKept(this.count)
    const keptFrom = isDropped ? this.#base + this.#window.length : this.#from
    this.#window = this.#window.slice(keptFrom - this.#base) + text
    this.#base = keptFrom
    if (this.#window.length > longestWindow)
      throw new UsageError(`more than ${longestWindow} characters without a record: no sample can be cut`)
  }

  /** Where `character` last stood before `at`, within what is open. */
  lastBefore(character: string, at: number): number {
    return this.#base + this.#window.lastIndexOf(character, at - 1 - this.#base)
  }

  /** A record begins at this character. */
  begin(at: number): void {
    const gap = this.#slice(at)
    if (this.count > 0 && this.#rules.isSeparator(gap)) this.#separator = gap
    else this.#addAround(gap)
    this.#from = at
    this.#isInside = true
    this.count += 1
  }

  /** The record that is open ends before this character. */
  end(at: number): void {
    if (this.#rules.isKept(this.count)) {
      if (this.#pieces.at(-1)?.kind === 'record') this.#addAround(this.#separator)
      this.#pieces.push({ kind: 'record', position: this.count, text: this.#slice(at) })
    }
    this.#from = at
    this.#isInside = false
  }

  /** The pieces in order; once, at the end of the text. */
  finish(): readonly Piece[] {
    this.#addAround(this.#window.slice(Math.max(0, this.#from - this.#base)))
    return this.#pieces
  }

  #slice(to: number): string {
    return this.#window.slice(this.#from - this.#base, to - this.#base)
  }

  #addAround(text: string): void {
    this.#around += text.length
    const { longestAround } = this.#rules
    if (this.#around > longestAround) {
      throw new UsageError(
        `what stands around the records is longer than ${longestAround} characters: cut a sample by hand, and give it with --file`,
      )
    }
    if (text !== '') this.#pieces.push({ kind: 'around', text })
  }
}
