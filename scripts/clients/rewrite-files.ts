import { randomUUID } from 'node:crypto'
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkRewritable } from '../config/form.ts'
import { readClientText } from '../config/read.ts'
import { counted } from '../model/counted.ts'
import { pathFault } from '../model/path-fault.ts'
import { printable } from '../model/printable.ts'
import type { Problem } from '../model/problem.ts'
import { bold, green, red } from '../terminal/colours.ts'
import { type ChangedLine, diffLines } from './diff-lines.ts'

/** What a rewriting makes of one file: its new text, nothing where it stays, or why it must be left alone. */
export type Rewritten = { readonly text: string } | { readonly reason: string } | undefined

/** What became of one file. */
export type RewriteReport =
  | { readonly file: string; readonly kind: 'same' }
  | { readonly file: string; readonly kind: 'changed'; readonly lines: readonly ChangedLine[] }
  | { readonly file: string; readonly kind: 'left'; readonly reason: string }

/** Saves the new text of a file, given by its path from the root. A check has none. */
export type SaveText = (file: string, text: string) => void

/** Saves a text beside the file and then in its place: whoever reads meanwhile sees the old or the new one. A link stays a link. */
export function saveInPlace(root: string): SaveText {
  return (file, text) => {
    const path = realpathSync(resolve(root, file))
    const draft = `${path}.${randomUUID()}.tmp`
    try {
      writeFileSync(draft, text, { mode: statSync(path).mode })
      renameSync(draft, path)
    } finally {
      rmSync(draft, { force: true })
    }
  }
}

/**
 * Rewrites client files, leaves alone whatever is none or cannot be read as one, and says of each what became of it; without `save` it only says what
 * would.
 */
export function rewriteFiles(
  root: string,
  files: readonly string[],
  rewrite: (text: string) => Rewritten,
  save?: SaveText,
): RewriteReport[] {
  return files.map((file) => {
    const read = readClientText(root, file)
    if (!read.ok) return { file, kind: 'left', reason: reasonOf(read.problems) }
    const problems = checkRewritable(read.value, file)
    if (problems.length > 0) return { file, kind: 'left', reason: reasonOf(problems) }
    const rewritten = rewrite(read.value)
    if (rewritten === undefined) return { file, kind: 'same' }
    if ('reason' in rewritten) return { file, kind: 'left', reason: rewritten.reason }
    if (rewritten.text === read.value) return { file, kind: 'same' }
    const fault = save === undefined ? undefined : saveUnlessRefused(() => save(file, rewritten.text))
    if (fault !== undefined) return { file, kind: 'left', reason: `it cannot be written: ${fault}` }
    return { file, kind: 'changed', lines: diffLines(read.value, rewritten.text) }
  })
}

/** Saves a file, or returns why the machine refuses: one that may not be written keeps no other from being. */
function saveUnlessRefused(save: () => void): string | undefined {
  try {
    save()
    return undefined
  } catch (error) {
    const fault = pathFault(error)
    if (fault === undefined) throw error
    return fault
  }
}

/** The first problem says it; npm run validate tells all of them. */
function reasonOf([problem]: readonly Problem[]): string {
  const { line, column, message, fix } = problem!
  // What the whole file is has no place of its own.
  return `${line === 1 && column === 1 ? '' : `${line}:${column} `}${message}: ${fix}`
}

// A file whose every line changes needs no telling line by line.
const mostLines = 60

/** What became of files, for a terminal; `word` says what a changed file is, as in "formatted". */
export function renderReports(reports: readonly RewriteReport[], word: string): string {
  const told = reports.flatMap((report) => {
    if (report.kind === 'same') return []
    const name = bold(printable(report.file))
    if (report.kind === 'left') return [`${name} ${red('left alone')}: ${printable(report.reason)}`]
    return [`${name} ${word}`, ...changedLines(report.lines)]
  })
  const changed = reports.filter(({ kind }) => kind === 'changed').length
  return [...told, `${counted(reports.length, 'client file')}: ${changed === 0 ? 'none' : changed} ${word}`].join('\n')
}

function changedLines(lines: readonly ChangedLine[]): string[] {
  if (lines.length === 0) return ['  only in its line ends']
  const shown = lines.slice(0, mostLines).map(({ sign, line, text }) => {
    const told = `  ${String(line).padStart(4)} ${sign} ${printable(text)}`
    return sign === '-' ? red(told) : green(told)
  })
  return lines.length <= mostLines ? shown : [...shown, `  … and ${lines.length - mostLines} lines more`]
}
