import { counted } from '../model/counted.ts'
import { printable } from '../model/printable.ts'
import type { Problem } from '../model/problem.ts'
import { bold, dim, green, red } from './colours.ts'

/**
 * Problems for a terminal: place, sentence, and the fix below it; colours only where the terminal has them. `files` were looked at: those with
 * problems unless given.
 */
export function renderProblems(problems: readonly Problem[], files = new Set(problems.map(({ file }) => file)).size): string {
  const count = counted(files, 'client file')
  if (problems.length === 0)
    return files === 0 ? 'no client files yet: npm run help shows how to begin' : `${green('✓')} ${count}: no problems`
  const lines = problems.flatMap(({ file, line, column, path, message, fix, rule }) => [
    `${bold(`${printable(file)}:${line}:${column}`)} ${red('problem')} ${printable(message)} ${dim(`(${path.length > 0 ? `${printable(path.join('.'))}, ` : ''}${rule})`)}`,
    `  ${dim('fix:')} ${printable(fix)}`,
  ])
  return [...lines, '', `${counted(problems.length, 'problem')} in ${count}`].join('\n')
}
