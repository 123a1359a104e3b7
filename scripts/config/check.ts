import { type Environment, environments } from '../model/environment.ts'
import type { Finding, Problem, Result } from '../model/problem.ts'
import type { ClientFile } from './parse.ts'
import { applyOverlay } from './resolve.ts'
import { type Rule, rules } from './rules.ts'
import { checkSchema } from './schema.ts'

/** All problems of all files, by file and line; or the files. `more` are rules that need to know more than files (mapping, presets). */
export function checkClients(parsed: readonly Result<ClientFile>[], more: readonly Rule[] = []): Result<readonly ClientFile[]> {
  const invalid = parsed.flatMap((result) => (result.ok ? [] : result.problems))
  const files = parsed.flatMap((result) => (result.ok ? [result.value] : []))
  const fileByName = new Map(files.map((file) => [file.file, file]))
  const place = (finding: Finding): Problem => fileByName.get(finding.file)!.place(finding)
  // Rules assume the schema's shape, so they see only the files that passed it.
  const findings = [...files.flatMap(overlaysKeepTheShape), ...[...rules, ...more].flatMap((rule) => rule(files))]
  const problems = [...invalid, ...findings.map(place)].sort(byPlace)
  return problems.length === 0 ? { ok: true, value: files } : { ok: false, problems }
}

/** What an overlay makes of the file must itself have the schema's shape. */
function overlaysKeepTheShape({ file, client }: ClientFile): Finding[] {
  return environments
    .filter((environment) => client.environments?.[environment] !== undefined)
    .flatMap((environment) => overlayFindings(file, client, environment))
}

function overlayFindings(file: string, client: ClientFile['client'], environment: Environment): Finding[] {
  return checkSchema(applyOverlay(client, environment), file).map((finding) => ({
    ...finding,
    path: ['environments', environment, ...finding.path],
    message: `merged for ${environment}, ${finding.path.join('.') || 'the file'}: ${finding.message}`,
  }))
}

function byPlace(a: Problem, b: Problem): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1
}
