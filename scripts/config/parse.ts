import { type Document, isAlias, parseDocument, visit, type YAMLError } from 'yaml'
import type { Client } from '../model/client.ts'
import { type Fault, faultOf } from '../model/fault.ts'
import type { Finding, Problem, Result } from '../model/problem.ts'
import { findOldWords, languageVersion, versionOf } from './migrations.ts'
import { placerOf, positionsIn } from './place.ts'
import { checkSchema } from './schema.ts'
import { syntaxFault } from './syntax.ts'
import { checkTree, mostProblems, type TreeFault, tooDeep } from './tree.ts'

/** A client file that has the schema's shape. `place` turns a finding in it into a problem with line and column. */
export interface ClientFile {
  /** The file's name without `.yaml`: the client's id. */
  readonly id: string
  readonly file: string
  readonly client: Client
  readonly place: (finding: Finding) => Problem
}

/** The longest client file, in bytes. Real ones have a few thousand; what is larger is a mistake, and parsing a megabyte takes a second. */
export const largestFile = 250_000

/** What to do about a larger one. */
export const tooLargeFix = 'leave out what is no setting: real client files have a few thousand'

/** An anchor used more often than this, or one that multiplies others, is how a small text becomes a huge value ("billion laughs"). */
export const mostAliases = 100

// YAML 1.2, 5.1: control characters must be escaped. `yaml` lets them pass, and they would end up in pages and terminals.
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/

// Rules of checkTree that leave nothing to be judged by the schema.
const hasNoValue: readonly string[] = ['depth', 'aliases', 'keys']

/** Text of a client file to its value; every problem of the file at once. `file` is what messages show. */
export function parseClient(text: string, file: string): Result<ClientFile> {
  const fail = (...faults: readonly TreeFault[]): Result<ClientFile> => ({ ok: false, problems: faults.map(problemIn(text, file)) })
  if (text.length > largestFile) return fail(tooLarge(text.length))
  const control = unprintable.exec(text)
  if (control !== null) return fail(controlFault(control))

  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, merge: false, version: '1.2' })
  const syntax = [...document.errors, ...document.warnings]
  const tooMuch = syntax.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
  if (tooMuch !== undefined) return fail(tooDeep(tooMuch.pos[0], []))
  if (syntax.length > 0) return fail(...firstOfEachLine(syntax, text).map((error) => syntaxFault(error, text)))
  const { version } = document.directives?.yaml ?? {}
  if (version !== '1.2') return fail(wholeFile('yaml', faultOf('YAML 1.2', `the directive %YAML ${version}`, 'remove the line %YAML')))
  const faults = checkTree(document)
  const value = faults.some(({ rule }) => hasNoValue.includes(rule)) ? undefined : toPlain(document)
  if (value === undefined) return fail(...(faults.length > 0 ? faults : [aliasFault(document)]))

  const old = findOldFaults(document, file)
  const place = placerOf(text)
  const said = new Set([...faults, ...old].map(({ path }) => path.join('\0')))
  const findings = checkSchema(value, file).filter(({ path, rule }) => !said.has(path.join('\0')) && !isEchoOf(old, path, rule))
  const problems = [...faults.map(problemIn(text, file)), ...[...old, ...findings].map(place)]
  if (problems.length > 0) return { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) }
  return { ok: true, value: { id: clientId(file), file, client: value as Client, place } }
}

/** `clients/acme.yaml` is the client `acme`. */
export function clientId(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/i, '')
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

/** Words of an older version, and a version that this program does not know. */
function findOldFaults(document: Document, file: string): Finding[] {
  const version = versionOf(document)
  if (version > languageVersion)
    return [
      {
        file,
        path: ['version'],
        rule: 'version',
        ...faultOf(`a version up to ${languageVersion}`, String(version), 'bring your checkout up to date: it is older than this file'),
      },
    ]
  return findOldWords(document, version).map(({ path, from, to }) => ({
    file,
    path,
    rule: 'version',
    atKey: true,
    found: `"${from}"`,
    expected: `"${to}"`,
    message: `"${from}" is called "${to}" since version ${languageVersion}, and this file is written in version ${version}`,
    fix: `npm run upgrade -- ${file}`,
  }))
}

/** The schema knows only the new word, and would miss it beside the old one. */
function isEchoOf(old: readonly Finding[], path: Finding['path'], rule: string): boolean {
  return rule === 'schema' && old.some((finding) => finding.path.slice(0, -1).join('\0') === path.join('\0'))
}

/** One slip makes YAML's grammar complain several times: the first complaint in a line says it. */
function firstOfEachLine(errors: readonly YAMLError[], text: string): YAMLError[] {
  const firstByLine = new Map<number, YAMLError>()
  const positionOf = positionsIn(text)
  for (const error of errors) {
    const { line } = positionOf(error.pos[0])
    if (!firstByLine.has(line)) firstByLine.set(line, error)
  }
  return [...firstByLine.values()].sort((a, b) => a.pos[0] - b.pos[0]).slice(0, mostProblems)
}

function tooLarge(length: number): TreeFault {
  return wholeFile('size', faultOf(`at most ${largestFile} characters`, `${length} characters`, tooLargeFix))
}

function controlFault({ index, 0: found }: RegExpExecArray): TreeFault {
  const code = `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  return { ...wholeFile('characters', faultOf('text alone', `the control character ${code}`, 'remove it')), offset: index }
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

function problemIn(text: string, file: string): (fault: TreeFault) => Problem {
  const positionOf = positionsIn(text)
  return ({ offset, ...fault }) => ({ file, ...fault, ...positionOf(offset) })
}
