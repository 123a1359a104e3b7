import pc from 'picocolors'
import type { Problem } from '../model/problem.ts'

/**
 * Problems for a terminal: place, sentence, and the fix below it; colours only where the terminal has them. `files` were looked at: those with
 * problems unless given.
 */
export function renderProblems(problems: readonly Problem[], files = new Set(problems.map(({ file }) => file)).size): string {
  const count = `${files} client file${files === 1 ? '' : 's'}`
  if (problems.length === 0)
    return files === 0 ? 'no client files yet: npm run help shows how to begin' : `${pc.green('✓')} ${count}: no problems`
  const lines = problems.flatMap(({ file, line, column, path, message, fix, rule }) => [
    `${pc.bold(`${file}:${line}:${column}`)} ${pc.red('problem')} ${printable(message)} ${pc.dim(`(${path.length > 0 ? `${printable(path.join('.'))}, ` : ''}${rule})`)}`,
    `  ${pc.dim('fix:')} ${printable(fix)}`,
  ])
  return [...lines, '', `${problems.length} problem${problems.length === 1 ? '' : 's'} in ${count}`].join('\n')
}

/** Text from a file without what would steer a terminal: control characters but the tab, and bidirectional overrides. */
export function printable(text: string): string {
  return text.replaceAll(/(?!\t)[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')
}
