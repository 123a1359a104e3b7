import type { CsvFormat } from '../model/client.ts'
import type { Excerpt } from './excerpt.ts'

/** Tells `excerpt` where the rows of a CSV text (RFC 4180) begin and end, without its header and blank rows. */
export async function cutCsv(text: AsyncIterable<string>, format: CsvFormat, excerpt: Excerpt): Promise<void> {
  const rows = new Rows(format, (from, to) => {
    excerpt.begin(from)
    excerpt.end(to)
  })
  for await (const piece of text) {
    excerpt.write(piece)
    rows.write(piece)
  }
  rows.end()
}

/** Follows quotes to where rows end. */
class Rows {
  readonly #delimiter: string
  readonly #quote: string
  readonly #onRow: (from: number, to: number) => void
  #isHeaderNext: boolean
  #at = 0
  #from = 0
  /** Where in a field: before its first character, in it, within quotes, or behind a quote that ends it or stands for itself. */
  #place: 'start' | 'plain' | 'quoted' | 'quote' = 'start'
  #isBlank = true

  constructor({ delimiter = ',', quote = '"', header }: CsvFormat, onRow: (from: number, to: number) => void) {
    this.#delimiter = delimiter
    this.#quote = quote
    this.#isHeaderNext = header === undefined
    this.#onRow = onRow
  }

  write(text: string): void {
    for (const character of text) {
      this.#take(character)
      this.#at += character.length
    }
  }

  end(): void {
    this.#endRow()
  }

  #take(character: string): void {
    if (this.#place === 'quoted') {
      if (character === this.#quote) this.#place = 'quote'
      else this.#isBlank &&= character.trim() === ''
      return
    }
    if (character === '\n' || character === '\r') this.#endRow()
    else if (character === this.#delimiter) this.#place = 'start'
    else if (character === this.#quote && this.#place === 'start') this.#place = 'quoted'
    else {
      // Behind a closing quote: a doubled quote, or one that was none; the reader takes both as text within the quotes.
      this.#place = this.#place === 'quote' ? 'quoted' : 'plain'
      this.#isBlank &&= character.trim() === '' && character !== this.#quote
    }
  }

  #endRow(): void {
    if (!this.#isBlank) {
      if (!this.#isHeaderNext) this.#onRow(this.#from, this.#at)
      this.#isHeaderNext = false
    }
    this.#from = this.#at + 1
    this.#place = 'start'
    this.#isBlank = true
  }
}
