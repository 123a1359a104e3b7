import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml'
import { type Fault, faultOf } from '../model/fault.ts'
import { checkTree } from './tree.ts'

/** A piece of a text to replace: from `start` up to `end`, in characters. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** One place where a file speaks an older version of the language, and what carries it forward. */
export interface Carried extends Edit {
  readonly path: readonly (string | number)[]
  /** What the file says and what the next version says instead. */
  readonly from: string
  readonly to: string
}

/** From one version of the language to the next: the places to change in a document. */
interface Migration {
  readonly from: number
  readonly places: (document: Document) => readonly Carried[]
}

/** The version of the language that this program speaks; schemas/client.schema.json describes it. */
export const languageVersion = 2

/** Version 1 said `replace: [{ text, by }]`; `text` is also the transform from HTML to text, and one word has one meaning. */
const replacedTextIsFound: Migration = {
  from: 1,
  places: (document) => replacements(document).flatMap(({ node, path }) => renameKey(node, path, 'text', 'find')),
}

const migrations: readonly Migration[] = [replacedTextIsFound]

/** Where a file speaks a version older than `languageVersion`; empty where nothing in it has changed since. */
export function findOldWords(document: Document, version: number): Carried[] {
  return migrations.filter(({ from }) => from >= version).flatMap(({ places }) => places(document))
}

/** The version that a document names, or that it has because it names none. */
export function versionOf(document: Document): number {
  const version: unknown = isMap(document.contents) ? document.contents.get('version') : undefined
  return typeof version === 'number' ? version : 1
}

/** What is wrong with a version that this program does not know; undefined where it knows it. */
export function newerVersionFault(version: number): Fault | undefined {
  if (version <= languageVersion) return undefined
  return faultOf(`a version up to ${languageVersion}`, String(version), 'bring your checkout up to date: it is older than this file')
}

/**
 * A client file's text in the current language, or undefined where it is in it already, or is no YAML map. Only the words that changed and
 * `version` are touched: comments, order and layout stay as their author left them.
 */
export function upgradeText(text: string): string | undefined {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false })
  if (document.errors.length > 0 || !isMap(document.contents) || checkTree(document).length > 0) return undefined
  const carried = findOldWords(document, versionOf(document))
  if (carried.length === 0) return undefined
  return applyEdits(text, [...carried, versionEdit(document.contents, text)])
}

/** A text with edits made; they must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  // From the end, so that the earlier places stay right.
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, text }) => done.slice(0, start) + text + done.slice(end), text)
}

function versionEdit(root: YAMLMap, text: string): Edit {
  const stated = root.items.find(({ key }) => isScalar(key) && key.value === 'version')
  const [start = 0, end = 0] = (stated?.value as Node | null | undefined)?.range ?? []
  if (end > start) return { start, end, text: String(languageVersion) }
  if (stated !== undefined) {
    const keyEnd = (stated.key as Node).range![1]
    // `{ version, … }` has no colon either.
    const colon = /^\s*:/.exec(text.slice(keyEnd))?.[0] ?? ''
    return { start: keyEnd, end: keyEnd + colon.length, text: `: ${languageVersion}` }
  }
  const first = (root.items[0]!.key as Node).range![0]
  const line = `version: ${languageVersion}`
  return { start: first, end: first, text: root.flow === true ? `${line}, ` : `${line}${text.includes('\r\n') ? '\r\n' : '\n'}` }
}

interface Found {
  readonly node: YAMLMap
  readonly path: readonly (string | number)[]
}

/** Every `{ … }` in a list called `replace`, wherever a transform may stand: in a feed, in an overlay, in a location. */
function replacements(document: Document): Found[] {
  const found: Found[] = []
  const walk = (node: unknown, path: readonly (string | number)[]): void => {
    // What an alias stands for is met where its anchor is.
    if (isAlias(node)) return
    if (isMap(node)) {
      if (typeof path.at(-1) === 'number' && path.at(-2) === 'replace' && path.includes('mapping')) found.push({ node, path })
      for (const { key, value } of node.items) if (isScalar(key)) walk(value, [...path, String(key.value)])
    } else if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index])
  }
  walk(document.contents, [])
  return found
}

function renameKey(node: YAMLMap, path: Found['path'], from: string, to: string): Carried[] {
  return node.items.flatMap(({ key }) => {
    if (!isScalar(key) || key.value !== from || key.range == null) return []
    return [{ start: key.range[0], end: key.range[1], text: to, path: [...path, from], from, to }]
  })
}
