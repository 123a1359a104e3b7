import type { Excerpt } from './excerpt.ts'

/** Tells `excerpt` where the lines of JSON Lines (jsonlines.org) begin and end, without blank ones. */
export async function cutLines(text: AsyncIterable<string>, excerpt: Excerpt): Promise<void> {
  let line = ''
  let from = 0
  const endLine = (next: string) => {
    line += next
    if (line.trim() !== '') {
      excerpt.begin(from)
      excerpt.end(from + line.length)
    }
    from += line.length + 1
    line = ''
  }
  for await (const piece of text) {
    excerpt.write(piece)
    const [first = '', ...others] = piece.split('\n')
    let waiting = first
    for (const other of others) {
      endLine(waiting)
      waiting = other
    }
    line += waiting
  }
  endLine('')
}
