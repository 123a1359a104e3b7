import { type Document, parseDocument, type YAMLError } from 'yaml'
import type { Client } from '../model/client.ts'
import type { Finding, Problem, Result } from '../model/problem.ts'
import { findOldWords, languageVersion, versionOf } from './migrations.ts'
import { placerOf, positionsIn } from './place.ts'
import { checkSchema } from './schema.ts'
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

/** An anchor used more often than this, or one that multiplies others, is how a small text becomes a huge value ("billion laughs"). */
export const mostAliases = 100

// YAML 1.2, 5.1: control characters must be escaped. `yaml` lets them pass, and they would end up in pages and terminals.
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/

/** Text of a client file to its value; every problem of the file at once. `file` is what messages show. */
export function parseClient(text: string, file: string): Result<ClientFile> {
  const fail = (...faults: readonly TreeFault[]): Result<ClientFile> => ({ ok: false, problems: faults.map(problemIn(text, file)) })
  if (text.length > largestFile) return fail(tooLarge(text.length))
  const control = unprintable.exec(text)
  if (control !== null) return fail(controlFault(control))

  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, merge: false, version: '1.2' })
  const syntax = [...document.errors, ...document.warnings]
  if (syntax.length > 0) return fail(...firstOfEachLine(syntax.map(syntaxFault), text))
  if (document.directives?.yaml.version !== '1.2')
    return fail(wholeFile('yaml', 'found a directive for another YAML', 'remove the line %YAML'))
  const { faults, firstAlias } = checkTree(document)
  const value = faults.some(({ rule }) => rule === 'depth' || rule === 'keys') ? undefined : toPlain(document)
  if (value === undefined) return fail(...(faults.length > 0 ? faults : [aliasFault(firstAlias ?? 0)]))

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

/** The value without prototypes' tricks; undefined where aliases are too many, for which yaml throws a ReferenceError. */
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
        message: `expected a version up to ${languageVersion}, found ${version}`,
        fix: 'bring your checkout up to date: it is older than this file',
      },
    ]
  return findOldWords(document, version).map(({ path, from, to }) => ({
    file,
    path,
    rule: 'version',
    atKey: true,
    message: `"${from}" is called "${to}" since version ${languageVersion}, and this file is written in version ${version}`,
    fix: `npm run upgrade -- ${file}`,
  }))
}

/** The schema knows only the new word, and would miss it beside the old one. */
function isEchoOf(old: readonly Finding[], path: Finding['path'], rule: string): boolean {
  return rule === 'schema' && old.some((finding) => finding.path.slice(0, -1).join('\0') === path.join('\0'))
}

function syntaxFault({ code, message, pos }: YAMLError): TreeFault {
  const [offset] = pos
  const fault = { offset, path: [], rule: 'yaml', message: message.charAt(0).toLowerCase() + message.slice(1) }
  switch (code) {
    case 'TAB_AS_INDENT':
      return { ...fault, fix: 'indent with spaces: YAML does not allow tabs there' }
    case 'MULTIPLE_DOCS':
      return { ...fault, message: 'a second document begins here', fix: 'one file is one client: remove the line --- and what follows' }
    case 'RESOURCE_EXHAUSTION':
      return tooDeep(offset, [])
    default:
      return { ...fault, fix: 'write valid YAML 1.2' }
  }
}

/** One slip makes YAML's grammar complain several times: the first complaint in a line says it. */
function firstOfEachLine(faults: readonly TreeFault[], text: string): TreeFault[] {
  const firstByLine = new Map<number, TreeFault>()
  const positionOf = positionsIn(text)
  for (const fault of faults) {
    const { line } = positionOf(fault.offset)
    if (!firstByLine.has(line)) firstByLine.set(line, fault)
  }
  return [...firstByLine.values()].sort((a, b) => a.offset - b.offset).slice(0, mostProblems)
}

function tooLarge(length: number): TreeFault {
  return wholeFile('size', `found ${length} characters`, `keep a client file below ${largestFile} characters`)
}

function controlFault({ index, 0: found }: RegExpExecArray): TreeFault {
  const code = `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  return { ...wholeFile('characters', `found the control character ${code}`, 'remove it'), offset: index }
}

function aliasFault(offset: number): TreeFault {
  return { ...wholeFile('aliases', 'found aliases that multiply the file', 'write the values out'), offset }
}

function wholeFile(rule: string, message: string, fix: string): TreeFault {
  return { offset: 0, path: [], rule, message, fix }
}

function problemIn(text: string, file: string): (fault: TreeFault) => Problem {
  const positionOf = positionsIn(text)
  return ({ offset, path, rule, message, fix }) => ({ file, path, rule, message, fix, ...positionOf(offset) })
}
