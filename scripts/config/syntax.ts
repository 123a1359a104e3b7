import type { YAMLError } from 'yaml'
import type { Fault } from '../model/fault.ts'
import { shortened } from '../model/shortened.ts'
import { positionsIn } from './place.ts'
import { findSlips, type OverLines, overLines } from './slips.ts'
import { mostProblems, type TreeFault } from './tree.ts'
import { findUnbalanced } from './unbalanced.ts'

type Advice = Pick<Fault, 'expected' | 'fix'>

// What authors of client files get wrong; the rest is rare, and yaml's own sentence says enough.
const adviceByCode: Partial<Record<YAMLError['code'], Advice>> = {
  BAD_ALIAS: { expected: 'an alias or anchor with a name', fix: 'write the value out, or put a text that begins with * or & in quotes' },
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
  BLOCK_IN_FLOW: {
    expected: 'a comma after each entry in brackets and braces',
    fix: 'write the missing comma, or put a text that holds a colon and a space in quotes',
  },
  MISSING_CHAR: { expected: 'every bracket, brace and quote closed, and commas between items', fix: 'write the missing character' },
  MULTILINE_IMPLICIT_KEY: { expected: 'a key with its colon in one line', fix: 'write key: value' },
  MULTIPLE_DOCS: { expected: 'one document', fix: 'one file is one client: remove the line --- and what follows' },
  TAB_AS_INDENT: { expected: 'spaces as indentation', fix: 'indent with spaces: YAML does not allow tabs there' },
  TAG_RESOLVE_FAILED: { expected: 'a value without a tag', fix: 'remove the tag, or put a text that begins with ! in quotes' },
}
const quotesAdvice: Advice = {
  expected: 'nothing after the closing quote',
  fix: 'put a text with such quotes in it between quotes of the other kind',
}
const otherAdvice: Advice = {
  expected: 'valid YAML 1.2',
  fix: 'look at the quotes, brackets and commas before it, or put the whole text in quotes',
}

// What leaves the parser in step with the text: the next complaint is one of its own.
const staysInStep: readonly YAMLError['code'][] = [
  'BAD_ALIAS',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'BLOCK_AS_IMPLICIT_KEY',
  'MULTIPLE_DOCS',
  'TAG_RESOLVE_FAILED',
]

// Complaints that come by themselves wherever they stand: after others, too, they are no echo.
const standsAlone: readonly YAMLError['code'][] = [...staysInStep.filter((code) => code !== 'BLOCK_AS_IMPLICIT_KEY'), 'TAB_AS_INDENT']

// Enough to find the place in the line.
const longestExcerpt = 40

/** What yaml says against a text as faults, in order. One slip makes its grammar complain several times: each is told once, where it was made. */
export function syntaxFaults(errors: readonly YAMLError[], text: string): TreeFault[] {
  const slips = findSlips(text)
  if (slips.length > 0) return slips.slice(0, mostProblems)
  const inOrder = [...errors].sort((a, b) => a.pos[0] - b.pos[0])
  const own = withoutEchoesBelow(firstOfEachLine(inOrder, text), text)
  const lost = own.find((error) => !staysInStep.includes(error.code) || goesOverLines(error, text)?.isQuote)
  if (lost === undefined) return own.slice(0, mostProblems).map((error) => syntaxFault(error, text))
  const unbalanced = findUnbalanced(text)
  const from = Math.min(lost.pos[0], unbalanced?.offset ?? Infinity)
  const others = own.filter(({ code, pos }) => standsAlone.includes(code) || pos[0] < from).filter((error) => error !== lost)
  const main =
    unbalanced === undefined ? syntaxFault(lost, text) : { path: [], rule: 'yaml', offset: unbalanced.offset, ...unbalanced.fault }
  return [...others.map((error) => syntaxFault(error, text)), main].sort((a, b) => a.offset - b.offset).slice(0, mostProblems)
}

function firstOfEachLine(errors: readonly YAMLError[], text: string): YAMLError[] {
  const firstByLine = new Map<number, YAMLError>()
  const positionOf = positionsIn(text)
  for (const error of errors) {
    const { line } = positionOf(error.pos[0])
    if (!firstByLine.has(line)) firstByLine.set(line, error)
  }
  return [...firstByLine.values()]
}

/** Without complaints about lines that are indented below one with a complaint: a value stands there already, and what is in them never had a chance. */
function withoutEchoesBelow(errors: readonly YAMLError[], text: string): YAMLError[] {
  let end = 0
  return errors.filter(({ code, pos: [offset] }) => {
    if (offset < end && !standsAlone.includes(code)) return false
    if (code !== 'MULTIPLE_DOCS') end = Math.max(end, blockEnd(text, offset))
    return true
  })
}

/** Where the lines end that are indented below the one at `offset`. */
function blockEnd(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const indentation = /^ */.exec(text.slice(lineStart, offset))![0].length
  const next = new RegExp(`\\n {0,${indentation}}[^ \\r\\n]`, 'g')
  next.lastIndex = offset
  return next.exec(text)?.index ?? text.length
}

/** It is placed where yaml says, and what stands there is what was found. */
function syntaxFault(error: YAMLError, text: string): TreeFault {
  const { code, pos } = error
  const [offset] = pos
  const slip = goesOverLines(error, text)
  if (slip !== undefined) return slip.fault
  const isAfterQuote = code === 'UNEXPECTED_TOKEN' && /["'] *$/.test(text.slice(Math.max(0, offset - longestExcerpt), offset))
  const advice = isAfterQuote ? quotesAdvice : (adviceByCode[code] ?? otherAdvice)
  return { offset, path: [], rule: 'yaml', ...advice, found: excerptAt(text, offset), message: sentenceOf(error, text) }
}

function goesOverLines({ code, pos }: YAMLError, text: string): OverLines | undefined {
  return code === 'BLOCK_AS_IMPLICIT_KEY' ? overLines(text, pos[0]) : undefined
}

/** What is wrong, in words of the file: yaml tells a tag by its long name, tag:yaml.org,2002:set for !!set. */
function sentenceOf({ code, message, pos }: YAMLError, text: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'a second document begins here'
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'what stands after the key reads as another key'
    case 'BLOCK_IN_FLOW':
      return 'what stands in braces or brackets reads as one entry, and is more'
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key without a colon and a space'
    case 'TAG_RESOLVE_FAILED':
      return `the tag ${shortened(text.slice(...pos), longestExcerpt)} means nothing in a client file`
    default:
      return message.charAt(0).toLowerCase() + message.slice(1)
  }
}

function excerptAt(text: string, offset: number): string {
  if (text.slice(offset).trim() === '') return 'the end of the file'
  const [line = ''] = text.slice(offset, offset + longestExcerpt + 1).split(/\r?\n/)
  if (line === '') return 'the end of the line'
  return JSON.stringify(shortened(line, longestExcerpt))
}
