import type { YAMLError } from 'yaml'
import type { Fault } from '../model/fault.ts'
import type { TreeFault } from './tree.ts'

type Advice = Pick<Fault, 'expected' | 'fix'>

// What authors of client files get wrong; the rest is rare, and yaml's own sentence says enough.
const adviceByCode: Partial<Record<YAMLError['code'], Advice>> = {
  BAD_ALIAS: { expected: 'an alias with a name', fix: 'write the value out, or put a text that begins with * in quotes' },
  BAD_DQ_ESCAPE: { expected: 'an escape sequence of YAML', fix: 'write the backslash twice, or the text between single quotes' },
  BAD_INDENT: {
    expected: 'what belongs together in one column, and brackets closed',
    fix: 'indent the line as its neighbours, or close the bracket before it',
  },
  BAD_SCALAR_START: { expected: 'a text that begins with a letter or a digit', fix: 'put the text in quotes' },
  BLOCK_AS_IMPLICIT_KEY: {
    expected: 'one value after a key',
    fix: 'put a text that holds a colon and a space in quotes, or begin a new line',
  },
  MISSING_CHAR: { expected: 'every bracket, brace and quote closed, and commas between items', fix: 'write the missing character' },
  MULTILINE_IMPLICIT_KEY: { expected: 'a key with its colon in one line', fix: 'write key: value' },
  MULTIPLE_DOCS: { expected: 'one document', fix: 'one file is one client: remove the line --- and what follows' },
  TAB_AS_INDENT: { expected: 'spaces as indentation', fix: 'indent with spaces: YAML does not allow tabs there' },
  TAG_RESOLVE_FAILED: { expected: 'a value without a tag', fix: 'remove the tag, or put a text that begins with ! in quotes' },
}
const otherAdvice: Advice = { expected: 'valid YAML 1.2', fix: 'write valid YAML 1.2' }

// Enough to find the place in the line.
const longestExcerpt = 40

/** What yaml says against a text as a fault. It is placed where yaml says, and what stands there is what was found. */
export function syntaxFault({ code, message, pos }: YAMLError, text: string): TreeFault {
  const [offset] = pos
  const said = code === 'MULTIPLE_DOCS' ? 'a second document begins here' : message.charAt(0).toLowerCase() + message.slice(1)
  return { offset, path: [], rule: 'yaml', ...(adviceByCode[code] ?? otherAdvice), found: excerptAt(text, offset), message: said }
}

function excerptAt(text: string, offset: number): string {
  if (text.slice(offset).trim() === '') return 'the end of the file'
  const [line = ''] = text.slice(offset, offset + longestExcerpt + 1).split(/\r?\n/)
  if (line === '') return 'the end of the line'
  return JSON.stringify(line.length > longestExcerpt ? `${line.slice(0, longestExcerpt)}…` : line)
}
