import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Client } from '../model/client.ts'
import type { Finding, Problem, Result } from '../model/problem.ts'
import { checkSchema } from './schema.ts'

/** A client file that has the schema's shape. `place` turns a finding in it into a problem with line and column. */
export interface ClientFile {
  /** The file's name without `.yaml`: the client's id. */
  readonly id: string
  readonly file: string
  readonly client: Client
  readonly place: (finding: Finding) => Problem
}

// A client file is a few kilobytes; what is larger is a mistake, and parsing it costs time.
const largestFile = 1_000_000

/** Text of a client file to its value; every problem of the file at once. `file` is what messages show. */
export function parseClient(text: string, file: string): Result<ClientFile> {
  if (text.length > largestFile)
    return { ok: false, problems: [wholeFile(file, 'size', `${text.length} characters`, 'keep a client file below 1,000,000 characters')] }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, merge: false, version: '1.2' })
  const syntax = [...document.errors, ...document.warnings].map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    return { file, path: [], rule: 'yaml', message: lowerFirst(error.message), fix: 'write valid YAML 1.2', line, column: col }
  })
  if (syntax.length > 0) return { ok: false, problems: syntax }

  const value = toPlain(document)
  if (value === undefined)
    return { ok: false, problems: [wholeFile(file, 'yaml', 'aliases that multiply the file', 'write the values out')] }
  const place = (finding: Finding) => placeIn(document, lines, finding)
  const problems = checkSchema(value, file).map(place)
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, value: { id: clientId(file), file, client: value as Client, place } }
}

/** `clients/acme.yaml` is the client `acme`. */
export function clientId(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '')
}

/** The value without prototypes' tricks; undefined where aliases are too many (yaml throws a ReferenceError: billion laughs). */
function toPlain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 }) ?? null
  } catch (error) {
    if (error instanceof ReferenceError) return undefined
    throw error
  }
}

/** The place of the deepest node that the finding's path reaches: a missing value is shown at its parent. */
function placeIn(document: Document, lines: LineCounter, finding: Finding): Problem {
  let node: unknown = document.contents
  let offset = rangeStart(node) ?? 0
  for (const [index, step] of finding.path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) break
      const isLast = index === finding.path.length - 1
      offset = (isLast && finding.atKey === true ? rangeStart(pair.key) : (rangeStart(pair.value) ?? rangeStart(pair.key))) ?? offset
      node = pair.value
    } else {
      node = (node as { items?: unknown[] } | null)?.items?.[Number(step)]
      offset = rangeStart(node) ?? offset
    }
  }
  const { line, col } = lines.linePos(offset)
  return { ...finding, line, column: col }
}

function rangeStart(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] } | null | undefined)?.range?.[0]
}

function wholeFile(file: string, rule: string, found: string, fix: string): Problem {
  return { file, path: [], rule, message: `found ${found}`, fix, line: 1, column: 1 }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
