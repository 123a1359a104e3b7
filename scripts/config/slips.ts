import { faultOf } from '../model/fault.ts'
import { codePoint } from '../model/printable.ts'
import { positionsIn } from './place.ts'
import type { TreeFault } from './tree.ts'

// Blanks, line ends and nothings that YAML takes for letters, where it wants a space: before a line's first word, and after a key's colon. What stands
// before is looked at last, and only behind such a character: there may be a line of 200,000 blanks.
const strangeBlank = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff](?<=^[ \t]*.|^[ \t]*[\w-]+:.)|[\u0085\u2028\u2029]/gmu
const conflictBegins = /^<{7}(?= |\r?$)/gm

/** What people did to a text that is no YAML, where it can be told from the text alone: whatever the parser says then is about something else. */
export function findSlips(text: string): TreeFault[] {
  const conflicts = [...text.matchAll(conflictBegins)].map(({ index }) => index)
  if (conflicts.length > 0) return conflicts.map(conflict)
  return [...text.matchAll(strangeBlank)].map(({ index, 0: blank }) => {
    const fault = faultOf(
      'spaces and line ends of the keyboard',
      `the character ${codePoint(blank)}`,
      'write a space, or begin a new line, in its place',
    )
    return slip(index, fault)
  })
}

function conflict(offset: number): TreeFault {
  const fix = 'keep one of the two versions, and remove the lines <<<<<<<, ======= and >>>>>>>'
  return slip(offset, { ...faultOf('one version', 'a conflict of Git', fix), message: 'a conflict of Git that nobody has resolved' })
}

/** A value that goes on in the next line, and was not meant to. */
export interface OverLines {
  readonly isQuote: boolean
  readonly fault: TreeFault
}

/** Why a value that begins at `offset` reads as a key: its quote ends in another line, or the next line is indented deeper. Else undefined. */
export function overLines(text: string, offset: number): OverLines | undefined {
  const quoted = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*'/y
  quoted.lastIndex = offset
  const [quote] = quoted.exec(text) ?? []
  if (quote?.includes('\n')) {
    const { line } = positionsIn(text)(offset + quote.length - 1)
    const fault = faultOf(`a second ${quote[0]} in this line`, `one in line ${line}`, `write the missing ${quote[0]}`)
    return { isQuote: true, fault: slip(offset, fault) }
  }
  const lineEnd = text.indexOf('\n', offset)
  if (lineEnd === -1 || /:(?:\s|$)/.test(text.slice(offset, lineEnd))) return undefined
  const lineStart = text.lastIndexOf('\n', offset) + 1
  const next = firstWord(text, lineEnd)
  if (next - text.lastIndexOf('\n', next) - 1 <= firstWord(text, lineStart) - lineStart) return undefined
  const fault = faultOf('a line in the column of those around it', 'one that is indented deeper', 'indent the line as its neighbours')
  return { isQuote: false, fault: slip(next, fault) }
}

function firstWord(text: string, from: number): number {
  const blank = /\s*/y
  blank.lastIndex = from
  return from + blank.exec(text)![0].length
}

function slip(offset: number, fault: Omit<TreeFault, 'offset' | 'path' | 'rule'>): TreeFault {
  return { offset, path: [], rule: 'yaml', ...fault }
}
