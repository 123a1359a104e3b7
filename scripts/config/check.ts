import type { Client } from '../model/client.ts'
import { type Environment, environments } from '../model/environment.ts'
import { describeValue } from '../model/fault.ts'
import { isObject } from '../model/object.ts'
import type { Finding, Problem, Result } from '../model/problem.ts'
import { didYouMean } from '../suggest.ts'
import { checkAcross, type FileFacts, factsOf } from './cross-rules.ts'
import type { ClientFile, Parsed } from './parse.ts'
import { applyOverlay } from './resolve.ts'
import { type Rule, rules } from './rules.ts'
import { checkSchema } from './schema.ts'
import { isSound, type SoundPart, soundPartOf, valueAt } from './sound-part.ts'

/** What was found in one file by itself. `facts` are for the rules across files, and absent where the file lacks the schema's shape. */
export interface FileReport {
  readonly problems: readonly Problem[]
  readonly facts?: FileFacts
}

/** All problems of all files, by file and line; or the files. `more` are rules that need to know more than files (the mapping). */
export function checkClients(parsed: readonly Parsed[], more: readonly Rule[] = []): Result<readonly ClientFile[]> {
  const files = parsed.flatMap((result) => (result.ok ? [result.value] : []))
  const reports = parsed.map((result) => checkFile(result, more))
  const fileByName = new Map(files.map((file) => [file.file, file]))
  const problems = joinReports(reports, (finding) => fileByName.get(finding.file)!.place(finding))
  return problems.length === 0 ? { ok: true, value: files } : { ok: false, problems }
}

/** All problems of files that were checked one by one, and those between them, by file and line. */
export function joinReports(reports: readonly FileReport[], place: (finding: Finding) => Problem): Problem[] {
  const facts = reports.flatMap((report) => report.facts ?? [])
  return [...reports.flatMap(({ problems }) => problems), ...checkAcross(facts).map(place)].sort(byPlace)
}

/** All problems that one file has by itself, as it stands and as each environment sees it. */
export function checkFile(parsed: Parsed, more: readonly Rule[] = []): FileReport {
  if (parsed.ok) {
    const { findings, hasShape } = findIn(parsed.value, more)
    const problems = findings.map(parsed.value.place)
    return hasShape ? { problems, facts: factsOf(parsed.value) } : { problems }
  }
  const { problems, sound } = parsed
  if (sound === undefined) return { problems }
  const others = findIn(sound.value, more).findings.filter((finding) => isSound(finding, sound.lost))
  return { problems: [...problems, ...others.map(sound.value.place)].sort(byPlace) }
}

/** What the rules find in a file that has the schema's shape; `hasShape` is whether it has that in all environments, too. */
function findIn(file: ClientFile, more: readonly Rule[]): { readonly findings: readonly Finding[]; readonly hasShape: boolean } {
  const all = [...rules, ...more]
  const own = all.flatMap((rule) => rule(file))
  const overlaid = environments
    .filter((environment) => file.client.environments?.[environment] !== undefined)
    .map((environment) => checkOverlay(file, environment, all))
  const known = new Set(own.map(sayingOf))
  const added = overlaid.flatMap(({ findings }) => findings).filter((finding) => !known.has(sayingOf(finding)))
  const findings = [...own, ...added.map(({ at, ...finding }) => ({ ...finding, path: [...at, ...finding.path] }))]
  return { findings, hasShape: overlaid.every(({ hasShape }) => hasShape) }
}

/** A finding in what an overlay makes of the file; `at` is where the file keeps the overlay. */
type OverlayFinding = Finding & { readonly at: readonly string[] }

/** What an overlay makes of the file must have the schema's shape and keep the rules, too. */
function checkOverlay(file: ClientFile, environment: Environment, all: readonly Rule[]): { hasShape: boolean; findings: OverlayFinding[] } {
  const merged = applyOverlay(file.client, environment)
  const at = ['environments', environment]
  const broken = checkSchema(merged, file.file)
  if (broken.length === 0) {
    const view = { ...file, client: onlyTouched(merged, file.client) }
    return { hasShape: true, findings: all.flatMap((rule) => rule(view)).map((finding) => ({ ...finding, at })) }
  }
  const own = Object.keys(file.client.feeds)
  // A feed of one environment alone has all that a feed needs; what lacks some of it was meant to differ from a feed of the file.
  const unknown = Object.keys(merged.feeds ?? {}).filter(
    (name) => !own.includes(name) && broken.some(({ found, path }) => found === 'nothing' && path.join('\0') === `feeds\0${name}`),
  )
  const rest = broken.filter(({ path }) => path[0] !== 'feeds' || !unknown.includes(String(path[1])))
  const findings = [
    ...unknown.map((name) => ({
      file: file.file,
      path: ['feeds', name],
      rule: 'overlaysNameFeeds',
      atKey: true,
      found: describeValue(name),
      expected: `one of the feeds ${own.join(', ')}, or a whole feed`,
      message: `there is no feed "${name}", and what stands here is no whole feed`,
      fix:
        didYouMean(name, own) ||
        `the feeds are ${own.join(', ')}; a feed of ${environment} alone needs schedule, source, mapping and expect`,
    })),
    ...rest.map((finding) => ({
      ...finding,
      message: `merged for ${environment}, ${finding.path.join('.') || 'the file'}: ${finding.message}`,
      ...(isRemoval(finding, file) && { fix: 'null removes it, and it is needed: leave the null out, or write a value' }),
    })),
  ]
  const sound = soundPartOf(merged)
  const others =
    sound === undefined ? [] : findSound(file, { ...sound, lost: [...sound.lost, ...unknown.map((name) => ['feeds', name])] }, all)
  return { hasShape: false, findings: [...findings, ...others].map((finding) => ({ ...finding, at })) }
}

/** Whether an overlay has removed what is missing: the file by itself has all that is needed in an object of its own. */
function isRemoval({ found, path }: Finding, { client }: ClientFile): boolean {
  return found === 'nothing' && isObject(valueAt(client, path))
}

/** What the rules find in the part of a merged file that the schema has nothing against. */
function findSound(file: ClientFile, { client, lost }: SoundPart, all: readonly Rule[]): Finding[] {
  return all.flatMap((rule) => rule({ ...file, client })).filter((finding) => isSound(finding, lost))
}

/** Without the feeds that the overlay leaves as they are: the rules have seen them. */
function onlyTouched(merged: Client, before: Client): Client {
  const touched = Object.entries(merged.feeds).filter(([name, feed]) => before.feeds[name] !== feed)
  return { ...merged, feeds: Object.fromEntries(touched) }
}

function sayingOf({ path, rule, message }: Finding): string {
  return [rule, ...path, message].join('\0')
}

function byPlace(a: Problem, b: Problem): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1
}
