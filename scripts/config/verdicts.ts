import { hash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FileReport } from './check.ts'

/** A file or folder that a judgement rests on; `signature` changes with it (sample/fields.ts). */
export interface Ground {
  readonly path: string
  readonly signature: string
}

/** What was found in a file, kept while nothing changes that it rests on. */
export interface Verdict {
  /** Hash of the file's text. */
  readonly text: string
  /** What else the judgement rests on. */
  readonly grounds: readonly Ground[]
  readonly report: FileReport
}

/** The verdicts of the last time, by file. */
export type Verdicts = ReadonlyMap<string, Verdict>

interface Stored {
  readonly judges: string
  readonly verdicts: readonly (readonly [string, Verdict])[]
}

/** The hash of a text; the verdict on a text is kept under it. */
export function hashText(text: string): string {
  return hash('sha256', text, 'base64')
}

/** The folders, each without those in it, that hold all code and data of a judgement. */
export const judgeFolders: readonly string[] = [
  'schemas',
  'scripts',
  ...['clients', 'config', 'mapping', 'model', 'sample', 'source'].map((noun) => `scripts/${noun}`),
]

/**
 * A hash of all that judges: the schemas, the program and the versions that it runs on (Node brings the time zones). Whoever changes a rule
 * need not think of kept verdicts: they are void.
 */
export function hashJudges(program: string): string {
  const files = judgeFolders.flatMap((folder) =>
    readdirSync(join(program, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => `${folder}/${name}`),
  )
  const texts = [...files, 'package-lock.json'].sort().map((file) => `${file}\0${hashText(readFileSync(join(program, file), 'utf8'))}`)
  return hashText([...texts, process.version, process.versions.tz ?? '', process.versions.icu ?? ''].join('\n'))
}

/** The kept verdicts of these judges; none where others wrote them, or where what lies there cannot be read as ours. */
export function readVerdicts(file: string, judges: string): Verdicts {
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as Stored
    return new Map(stored.judges === judges ? stored.verdicts : [])
  } catch (error) {
    if (error instanceof SyntaxError || isOfMachine(error)) return new Map()
    throw error
  }
}

/**
 * Keeps verdicts for the next time. The file is put in place whole, so that a process beside this one reads the old or the new one and never
 * a half; of two that write at once the later stays, which is as true as the other. Where this machine does not let us keep them, as in a
 * checkout that is only read, the next time takes longer and finds the same.
 */
export function saveVerdicts(file: string, judges: string, verdicts: Verdicts): void {
  const draft = `${file}.${randomUUID()}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(draft, JSON.stringify({ judges, verdicts: [...verdicts] } satisfies Stored))
    renameSync(draft, file)
  } catch (error) {
    if (existsSync(draft)) rmSync(draft)
    if (!isOfMachine(error)) throw error
  }
}

function isOfMachine(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
