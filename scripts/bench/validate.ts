import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { counted } from '../model/counted.ts'
import { renderTable } from './figures.ts'
import { seededRandom } from './random.ts'

/** What was measured of the same files: the fastest of several rounds, in seconds of wall time, process start included. */
export interface ValidateFigures {
  readonly files: number
  readonly megabytes: number
  /** Cores of this machine: the floor keeps to one, validate judges many files in a thread on each, four at most. */
  readonly cores: number
  /** A process that reads the files and calls `parse` of yaml on each. */
  readonly parseSeconds: number
  /** `npm run validate` that has never seen them. */
  readonly coldSeconds: number
  /** `npm run validate` again, nothing having changed. */
  readonly unchangedSeconds: number
}

/** A client file for each, with words in braces to fill in. */
const formats = ['csv', 'json', 'xml'] as const

/**
 * Measures the validation of generated client files, in a folder that is empty. The three kinds of run take turns, so that whatever else the
 * machine does meets all of them; the fastest of each counts, since other load only ever adds.
 */
export async function measureValidate(folder: string, files: number, rounds: number): Promise<ValidateFigures> {
  const megabytes = (await writeClients(folder, files)) / 1_000_000
  const seconds: Record<'parse' | 'cold' | 'unchanged', number[]> = { parse: [], cold: [], unchanged: [] }
  for (let round = 0; round < rounds; round += 1) {
    await rm(join(folder, '.local'), { recursive: true, force: true })
    seconds.parse.push(await timeProcess(scriptAt('./parse-floor.ts'), folder))
    seconds.cold.push(await timeProcess(scriptAt('../validate.ts'), folder))
    seconds.unchanged.push(await timeProcess(scriptAt('../validate.ts'), folder))
  }
  const best = (kind: keyof typeof seconds) => Math.min(...seconds[kind])
  return {
    files,
    megabytes,
    cores: availableParallelism(),
    parseSeconds: best('parse'),
    coldSeconds: best('cold'),
    unchangedSeconds: best('unchanged'),
  }
}

/** The figures as a table for people. */
export function renderValidateFigures({ files, megabytes, cores, parseSeconds, coldSeconds, unchangedSeconds }: ValidateFigures): string {
  const row = (name: string, seconds: number) => [
    name,
    seconds.toFixed(2),
    (files / seconds).toFixed(0),
    `${(seconds / parseSeconds).toFixed(2)}x`,
  ]
  const size = `${counted(files, 'client file')}, ${megabytes.toFixed(1)} MB`
  return renderTable(`${size}. "to floor" is how many times as long it took: less is better.`, [
    ['', 'seconds', 'files/s', 'to floor'],
    row('floor: bare yaml parsing, one thread', parseSeconds),
    row(`validate, cold, ${counted(cores, 'core')}`, coldSeconds),
    row('validate, nothing changed', unchangedSeconds),
  ])
}

/** Client files of several formats, no two the same; gives their size in bytes. */
async function writeClients(folder: string, files: number): Promise<number> {
  const texts = await Promise.all(formats.map((format) => readFile(scriptAt(`./client-files/${format}.yaml`), 'utf8')))
  const random = seededRandom(20)
  await mkdir(join(folder, 'clients'))
  let bytes = 0
  for (let index = 0; index < files; index += 1) {
    const words = { index, request: index + 1, minute: Math.floor(random() * 60) }
    const text = texts[index % texts.length]!.replaceAll(/\{(index|request|minute)\}/g, (_, word: keyof typeof words) =>
      String(words[word]),
    )
    await writeFile(join(folder, 'clients', `client-${index}.yaml`), text)
    bytes += Buffer.byteLength(text)
  }
  return bytes
}

function scriptAt(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

async function timeProcess(script: string, folder: string): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, [script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said = `${said}${piece}`.slice(-2_000)))
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${said}`)
  return (performance.now() - began) / 1_000
}
