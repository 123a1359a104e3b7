import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml'
import type { Finding, Problem } from '../model/problem.ts'

/** A place in a text; lines and columns count from 1, columns in UTF-16 code units as editors count them. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Gives characters of a text, by their offsets, their places; a byte order mark takes no column. */
export function positionsIn(text: string): (offset: number) => Position {
  const first = text.startsWith('\uFEFF') ? 1 : 0
  let starts: number[] | undefined
  return (offset) => {
    starts ??= lineStarts(text, first)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: Math.max(offset - starts[low]!, 0) + 1 }
  }
}

function lineStarts(text: string, first: number): number[] {
  const starts = [first]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/**
 * Gives findings in a text their places: that of the deepest node which the finding's path reaches, so that a missing value is shown at its
 * parent. The text is parsed again at the first finding: kept documents of thousands of good files would cost more memory than that costs time.
 */
export function placerOf(text: string): (finding: Finding) => Problem {
  let document: Document | undefined
  const positionOf = positionsIn(text)
  return (finding) => {
    document ??= parseDocument(text, { prettyErrors: false, uniqueKeys: false })
    return { ...finding, ...positionOf(offsetOf(document, finding)) }
  }
}

function offsetOf(document: Document, { path, atKey }: Finding): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [index, step] of path.entries()) {
    const whole = isAlias(node) ? node.resolve(document) : node
    if (isMap(whole)) {
      const pair = whole.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) return offset
      const showsKey = atKey === true && index === path.length - 1
      offset = (showsKey ? startOf(pair.key) : (startOf(pair.value) ?? startOf(pair.key))) ?? offset
      node = pair.value
    } else if (isSeq(whole)) {
      node = whole.items[Number(step)]
      offset = startOf(node) ?? offset
    } else return offset
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]
}
