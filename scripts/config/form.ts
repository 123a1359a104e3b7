import { type Document, isAlias, isMap, parseDocument, visit } from 'yaml'
import { describeValue, type Fault, faultOf } from '../model/fault.ts'
import { codePoint } from '../model/printable.ts'
import type { Problem } from '../model/problem.ts'
import { newerVersionFault, versionOf } from './migrations.ts'
import { placerOf, positionsIn } from './place.ts'
import { syntaxFaults } from './syntax.ts'
import { checkTree, type TreeFault, tooDeep } from './tree.ts'

/** What a text is as YAML: what is wrong with its form, and its content where it has one that means one thing. */
export interface Form {
  readonly faults: readonly TreeFault[]
  readonly content?: { readonly document: Document; readonly value: unknown }
}

/**
 * The longest client file, in bytes, which are at least as many as its characters. Real ones have a few thousand; what is larger is a mistake, and
 * parsing a megabyte takes a second.
 */
export const largestFile = 250_000

/** What to do about a larger one. */
export const tooLargeFix = 'leave out what is no setting: real client files have a few thousand'

/** An anchor used more often than this, or one that multiplies others, is how a small text becomes a huge value ("billion laughs"). */
export const mostAliases = 100

// YAML 1.2, 5.1: control characters must be escaped. `yaml` lets them pass, and they would end up in pages and terminals. What overrides the
// direction of writing shows a reviewer another text than programs read (CVE-2021-42574). CR alone, which ends a line in YAML, does so nowhere else.
const unprintable = /\r(?!\n)|[^\t\n\r\x20-\x7e\x85\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

// Rules of checkTree that leave nothing to be judged by the schema.
const hasNoValue: readonly string[] = ['depth', 'aliases', 'keys']

/** Reads a text as YAML 1.2: whatever it holds, it ends soon, and without a crash. */
export function readForm(text: string): Form {
  if (text.length > largestFile) return { faults: [tooLarge(text.length)] }
  const control = unprintable.exec(text)
  if (control !== null) return { faults: [controlFault(control)] }

  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, merge: false, resolveKnownTags: false, version: '1.2' })
  const syntax = [...document.errors, ...document.warnings]
  const tooMuch = syntax.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
  if (tooMuch !== undefined) return { faults: [tooDeep(tooMuch.pos[0], [])] }
  if (syntax.length > 0) return { faults: syntaxFaults(syntax, text) }
  const { version } = document.directives?.yaml ?? {}
  if (version !== '1.2')
    return { faults: [wholeFile('yaml', faultOf('YAML 1.2', `the directive %YAML ${version}`, 'remove the line %YAML'))] }
  const faults = checkTree(document)
  const value = faults.some(({ rule }) => hasNoValue.includes(rule)) ? undefined : toPlain(document)
  if (value === undefined) return { faults: faults.length > 0 ? faults : [aliasFault(document)] }
  return { faults, content: { document, value } }
}

/**
 * Why a text is no client file that a verb may write anew, be it one that the schema would refuse: its form is broken, or it is something else
 * altogether, such as a workflow, or it is newer than this program. Every client file has feeds.
 */
export function checkRewritable(text: string, file: string): Problem[] {
  const { faults, content } = readForm(text)
  if (faults.length > 0 || content === undefined) return faults.map(problemIn(text, file))
  const { contents } = content.document
  const newer = newerVersionFault(versionOf(content.document))
  if (newer !== undefined) return [placerOf(text)({ file, path: ['version'], rule: 'version', ...newer })]
  if (isMap(contents) && contents.has('feeds')) return []
  const fault = faultOf('a client file, an object with name, page and feeds', describeValue(content.value), 'name client files alone')
  return [problemIn(text, file)(wholeFile('schema', fault))]
}

/** Gives faults of a text their file, lines and columns. */
export function problemIn(text: string, file: string): (fault: TreeFault) => Problem {
  const positionOf = positionsIn(text)
  return ({ offset, ...fault }) => ({ file, ...fault, ...positionOf(offset) })
}

/** The value without prototypes' tricks; undefined where aliases are too many or stand for nothing, for which yaml throws a ReferenceError. */
function toPlain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases }) ?? null
  } catch (error) {
    if (error instanceof ReferenceError) return undefined
    throw error
  }
}

function tooLarge(length: number): TreeFault {
  return wholeFile('size', faultOf(`at most ${largestFile} characters`, `${length} characters`, tooLargeFix))
}

function controlFault({ index, 0: found }: RegExpExecArray): TreeFault {
  const fix = found === '\r' ? 'save the file with line ends of LF, or of CR LF' : 'remove it'
  return { ...wholeFile('characters', faultOf('text alone', `the control character ${codePoint(found)}`, fix)), offset: index }
}

/** Why aliases have no value: the first that stands for nothing, or all of them, at the first. */
function aliasFault(document: Document): TreeFault {
  const anchors = new Set<string>()
  let first: number | undefined
  let lost: TreeFault | undefined
  visit(document, {
    Node(_, node) {
      if (!isAlias(node)) return void (node.anchor !== undefined && anchors.add(node.anchor))
      const offset = node.range?.[0] ?? 0
      first ??= offset
      if (anchors.has(node.source)) return undefined
      const fault = faultOf(`an anchor &${node.source} before its alias`, `*${node.source} alone`, 'write the value out')
      lost = { ...wholeFile('aliases', fault), offset }
      return visit.BREAK
    },
  })
  const expected = `at most ${mostAliases} aliases, and none that multiply each other`
  const multiplied = faultOf(expected, 'aliases that multiply the file', 'write the values out')
  return lost ?? { ...wholeFile('aliases', multiplied), offset: first ?? 0 }
}

function wholeFile(rule: string, fault: Fault): TreeFault {
  return { offset: 0, path: [], rule, ...fault }
}
