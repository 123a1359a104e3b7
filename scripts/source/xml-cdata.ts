import type { SaxesParser } from 'saxes'

/** Members of saxes 6 that its types hide: the text that it is given, how far it has come, and what it does in each of its states. */
interface Inside {
  readonly chunk: string
  readonly position: number
  readonly stateTable: ((this: Inside) => void)[]
  readonly sCData: (this: Inside) => void
  i: number
  text: string
  line: number
  column: number
  positionAtNewLine: number
}

// What XML allows, in both versions, and saxes takes as it stands: neither the bracket that may end the section nor other ends of lines.
const plain = /[\t\n\x20-\\^-\x7e\xa0-\u2027\u2029-\ud7ff]*/y

/**
 * Has a parser take the text of CDATA sections in runs: looking at each character of a description by itself is half of its work. What is
 * read, and every place that is told, stay as they are.
 */
export function readCDataInRuns(parser: SaxesParser): void {
  const { stateTable, sCData } = parser as unknown as Inside
  const state = stateTable.indexOf(sCData)
  if (state < 0) throw new Error('saxes has changed: it has no state for CDATA')
  stateTable[state] = function readRun(this: Inside) {
    takePlain(this)
    sCData.call(this)
  }
}

function takePlain(parser: Inside): void {
  const { chunk, i: start } = parser
  plain.lastIndex = start
  plain.test(chunk)
  const end = plain.lastIndex
  if (end === start) return
  const run = chunk.slice(start, end)
  parser.text += run
  parser.column += run.length
  for (let at = run.indexOf('\n'); at >= 0; at = run.indexOf('\n', at + 1)) {
    parser.i = start + at + 1
    parser.line += 1
    parser.column = run.length - at - 1
    parser.positionAtNewLine = parser.position
  }
  parser.i = end
}
