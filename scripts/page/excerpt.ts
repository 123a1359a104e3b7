import { decodeHTML } from 'entities'

/** The first words of a safe HTML description as plain text, at most `longest` characters: for previews of links. */
export function excerptOf(html: string | undefined, longest = 200): string {
  // Much more than the words that are wanted, and still cheap where a description is a book.
  const start = (html ?? '').slice(0, longest * 20)
  const text = decodeHTML(start.replace(/<[^>]*(?:>|$)/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
  if (text.length <= longest) return text
  const cut = text.slice(0, longest - 1)
  const lastSpace = cut.lastIndexOf(' ')
  return `${(lastSpace > longest / 2 ? cut.slice(0, lastSpace) : cut).toWellFormed()}…`
}
