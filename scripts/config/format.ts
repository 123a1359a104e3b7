import { isDeepStrictEqual } from 'node:util'
import { type Document, isMap, isPair, isSeq, Lexer, parseDocument, type Scalar, visit, type YAMLMap, type YAMLSeq } from 'yaml'
import { mostAliases } from './form.ts'
import { applyEdits, type Edit } from './migrations.ts'
import { checkTree } from './tree.ts'

/** A text in canonical form, or why it is left alone. */
export type Formatted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }

// As wide as the code of this repository is.
const widest = 140

const layout = { indent: 2, lineWidth: 0, flowCollectionPadding: true, singleQuote: null } as const

/**
 * A client file in canonical form: indentation by two, one space where one is enough, double quotes where quotes are, `{ … }` and `[ … ]` in one
 * line where they fit in 140 columns and in lines of their own where not. Values, comments and the order of keys stay. Formatting the result
 * again changes nothing. Whatever would lose a value or a comment is left alone, and says so.
 */
export function formatText(text: string): Formatted {
  const document = parseText(text)
  if (document.contents === null) return { ok: false, reason: 'nothing is written in it' }
  if (document.errors.length > 0) return { ok: false, reason: 'not YAML: npm run validate shows where' }
  if (checkTree(document).some(({ rule }) => rule === 'depth')) return { ok: false, reason: 'nested too deeply' }
  const value = plainValue(document)
  if (value === undefined) return { ok: false, reason: 'its aliases multiply it' }
  const formatted = settle(text)
  if (formatted === undefined) return { ok: false, reason: 'no form of it stays the same when it is formatted again' }
  if (!isDeepStrictEqual(plainValue(parseText(formatted)), value)) return { ok: false, reason: 'its values would change' }
  if (!isDeepStrictEqual(commentsIn(formatted), commentsIn(text))) return { ok: false, reason: 'a comment would be lost or moved' }
  return { ok: true, text: formatted }
}

/** Formats until nothing changes: where a comment stands can decide how the next line is broken. */
function settle(text: string): string | undefined {
  let last = text
  for (let round = 0; round < 4; round += 1) {
    const next = formatOnce(last)
    if (next === last) return next
    last = next
  }
  return undefined
}

function formatOnce(text: string): string {
  let lines = straighten(text)
  for (;;) {
    const document = parseText(lines)
    const tooLong = flowCollections(document.contents).filter((node) => !fitsInLine(node, lines))
    if (tooLong.length === 0) return tightenBrackets(document, lines)
    // Each round opens the outer braces only: what is inside them may fit then.
    for (const node of tooLong) node.flow = false
    lines = document.toString(layout)
  }
}

/** `[a, b]` beside `{ a: b }`, as in code; yaml pads either both or none. */
function tightenBrackets(document: Document.Parsed, text: string): string {
  const edits: Edit[] = []
  visit(document, {
    Seq: (_, { flow, range, items }) => {
      if (flow !== true || items.length === 0 || range == null) return
      const [start, end] = range
      if (text[start + 1] === ' ') edits.push({ start: start + 1, end: start + 2, text: '' })
      if (text[end - 2] === ' ') edits.push({ start: end - 2, end: end - 1, text: '' })
    },
  })
  return applyEdits(text, edits)
}

function straighten(text: string): string {
  const document = parseText(text)
  visit(document, { Scalar: (_, node) => useDoubleQuotes(node) })
  return document.toString(layout)
}

function parseText(text: string): Document.Parsed {
  return parseDocument(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'), { prettyErrors: false, uniqueKeys: false, merge: false })
}

/** The outermost collections in braces or brackets that hold something. */
function flowCollections(node: unknown): (YAMLMap | YAMLSeq)[] {
  if (!isMap(node) && !isSeq(node)) return []
  if (node.flow === true) return node.items.length === 0 ? [] : [node]
  return node.items.flatMap((item) => (isPair(item) ? flowCollections(item.value) : flowCollections(item)))
}

/** A collection with comments in it has several lines, too. */
function fitsInLine({ range }: YAMLMap | YAMLSeq, text: string): boolean {
  const [start, end] = range!
  const lineStart = text.lastIndexOf('\n', start) + 1
  return end - lineStart <= widest && !text.slice(start, end).includes('\n')
}

/** Single quotes become double ones where that needs no more escapes; whether there are quotes at all is the author's choice. */
function useDoubleQuotes(node: Scalar): void {
  if (node.type === 'QUOTE_SINGLE' && typeof node.value === 'string' && !/["\\\p{C}]/u.test(node.value)) node.type = 'QUOTE_DOUBLE'
}

/** The value with its keys as they are; undefined where aliases multiply it, for which yaml throws a ReferenceError. */
function plainValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases, mapAsMap: true })
  } catch (error) {
    if (error instanceof ReferenceError) return undefined
    throw error
  }
}

/** The comments of a text, in order, without the space around them. */
function commentsIn(text: string): string[] {
  const comments: string[] = []
  for (const token of new Lexer().lex(text.replaceAll('\r\n', '\n'))) if (token.startsWith('#')) comments.push(token.trimEnd())
  return comments
}
