import type { Document } from 'yaml'
import type { Client } from '../model/client.ts'
import type { Finding, Problem } from '../model/problem.ts'
import { problemIn, readForm } from './form.ts'
import { findOldWords, languageVersion, newerVersionFault, versionOf } from './migrations.ts'
import { placerOf } from './place.ts'
import { checkSchema } from './schema.ts'
import { type SoundPart, soundPartOf } from './sound-part.ts'

/** A client file that has the schema's shape. `place` turns a finding in it into a problem with line and column. */
export interface ClientFile {
  /** The file's name without `.yaml`: the client's id. */
  readonly id: string
  readonly file: string
  readonly client: Client
  readonly place: (finding: Finding) => Problem
}

/** A client file, or what the schema and its form have against it, and the part of it that can be judged all the same. */
export type Parsed = { readonly ok: true; readonly value: ClientFile } | (Unsound & { readonly ok: false })

interface Unsound {
  readonly problems: readonly Problem[]
  readonly sound?: { readonly value: ClientFile; readonly lost: SoundPart['lost'] }
}

/** Text of a client file to its value; every problem of the file at once. `file` is what messages show. */
export function parseClient(text: string, file: string): Parsed {
  const { faults, content } = readForm(text)
  if (content === undefined) return { ok: false, problems: faults.map(problemIn(text, file)) }
  const { document, value } = content
  const old = findOldFaults(document, file)
  const place = placerOf(text)
  const said = new Set([...faults, ...old].map(({ path }) => path.join('\0')))
  // What a merge key stands for, or an old word, the schema would miss in the object that holds it.
  const filled = new Set([...faults.filter(({ rule }) => rule === 'mergeKeys'), ...old].map(({ path }) => path.slice(0, -1).join('\0')))
  const findings = checkSchema(value, file).filter(({ path }) => !said.has(path.join('\0')) && !filled.has(path.join('\0')))
  const problems = [...faults.map(problemIn(text, file)), ...[...old, ...findings].map(place)]
  if (problems.length === 0) return { ok: true, value: { id: clientId(file), file, client: value as Client, place } }
  // A text that means several things, or that a newer program reads otherwise, is not judged.
  const part = faults.length > 0 || said.has('version') ? undefined : soundPartOf(value)
  return {
    ok: false,
    problems: problems.sort((a, b) => a.line - b.line || a.column - b.column),
    ...(part !== undefined && { sound: { value: { id: clientId(file), file, client: part.client, place }, lost: part.lost } }),
  }
}

/** `clients/acme.yaml` is the client `acme`. */
export function clientId(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/i, '')
}

/** Words of an older version, and a version that this program does not know. */
function findOldFaults(document: Document, file: string): Finding[] {
  const version = versionOf(document)
  const newer = newerVersionFault(version)
  if (newer !== undefined) return [{ file, path: ['version'], rule: 'version', ...newer }]
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
