import { counted } from '../model/counted.ts'
import { shortened } from '../model/shortened.ts'

// GitHub refuses a comment above 65,536 characters, and a refused comment hides everything.
const longestComment = 65_000

/**
 * Text from outside as a code span, in which Markdown, HTML, mentions and links are dead. Cut at `longest` UTF-16 code units, between characters.
 * Source: GitHub Flavored Markdown, 6.1 (code spans).
 */
export function quoted(text: string, longest = 120): string {
  const flat = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  const cut = shortened(flat, longest)
  if (cut === '') return '–'
  const longestRun = Math.max(0, ...[...cut.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const space = cut.startsWith('`') || cut.endsWith('`') ? ' ' : ''
  return `${fence}${space}${cut}${space}${fence}`
}

/** A table; but for bars, which in a cell are escaped even in code (GitHub Flavored Markdown, 4.10), cells must be safe already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** As many sections, from the first, as a comment can hold; what is left out is said. */
export function fitComment(sections: readonly string[]): string {
  const kept: string[] = []
  let length = 0
  for (const section of sections) {
    length += section.length + 2
    if (length > longestComment) break
    kept.push(section)
  }
  const left = sections.length - kept.length
  if (left > 0) kept.push(`${counted(left, 'more section')} would not fit in a comment: see the artifact of the run.`)
  return kept.join('\n\n')
}
