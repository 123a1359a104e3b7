import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../errors.ts'
import type { Environment } from '../model/environment.ts'
import { type Fault, faultOf } from '../model/fault.ts'
import type { ResolvedClient } from '../model/feed.ts'
import type { Problem, Result } from '../model/problem.ts'
import { checkClients } from './check.ts'
import { largestFile, tooLargeFix } from './form.ts'
import { type ClientFile, parseClient } from './parse.ts'
import { positionsIn } from './place.ts'
import { applyOverlay, resolveClient } from './resolve.ts'
import type { Rule } from './rules.ts'

/**
 * Paths of the client files of a checkout, from its root, in order: `clients/*.yaml`, and what looks like one and is none; last what lies in folders
 * there, but for samples. Throws UsageError where clients/ is a file.
 */
export async function listClientFiles(root: string): Promise<string[]> {
  const folder = join(root, 'clients')
  if (!statSync(folder).isDirectory())
    throw new UsageError('clients: expected the folder of the client files, found a file: move it elsewhere')
  const entries = readdirSync(folder, { withFileTypes: true })
  const below = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'samples' && !isYaml(entry.name))
    .flatMap(({ name }) => readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((path) => join(name, path)))
  return [...entries.map(({ name }) => name).sort(), ...below.sort()].filter(isYaml).map((path) => `clients/${path.replaceAll('\\', '/')}`)
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name)
}

/** Reads and parses client files, given by their paths from `root`. */
export async function readClientFiles(root: string, files: readonly string[]): Promise<Result<ClientFile>[]> {
  return files.map((file) => {
    const read = readClientText(root, file)
    return read.ok ? parseClient(read.value, file) : read
  })
}

/** Every client of a checkout as it is in one environment; or all problems of all files. */
export async function readClients(
  root: string,
  environment: Environment,
  more: readonly Rule[] = [],
): Promise<Result<readonly ResolvedClient[]>> {
  const files = await listClientFiles(root)
  const misplaced = files.flatMap((file) => faultOfFolder(file) ?? []).map((fault): Result<never> => ({ ok: false, problems: [fault] }))
  const placed = files.filter((file) => faultOfFolder(file) === undefined)
  const checked = checkClients([...misplaced, ...(await readClientFiles(root, placed))], more)
  if (!checked.ok) return checked
  return { ok: true, value: checked.value.map(({ id, client }) => resolveClient(id, applyOverlay(client, environment))) }
}

/**
 * The text of one client file, given by its path from `root`; a byte order mark is left out. Whatever else a folder can hold under such a name
 * is a problem, never a crash. Read synchronously: of ten thousand files read at once, each would hold a file handle (measured: EMFILE).
 */
export function readClientText(root: string, file: string): Result<string> {
  const path = resolve(root, file)
  const fault = faultOfName(file) ?? faultOfEntry(root, path, file)
  if (fault !== undefined) return { ok: false, problems: [fault] }
  try {
    const lenient = readFileSync(path, 'utf8')
    // This way is the fastest, and marks with U+FFFD what is no UTF-8: only where one stands are the bytes looked at.
    if (!lenient.includes('\uFFFD')) return { ok: true, value: lenient.startsWith('\uFEFF') ? lenient.slice(1) : lenient }
    const bytes = readFileSync(path)
    const text = decode(bytes)
    return text === undefined ? { ok: false, problems: [encodingFault(bytes, file)] } : { ok: true, value: text }
  } catch (error) {
    return { ok: false, problems: [unreadable(error, file)] }
  }
}

/** Why a file, given by its path from the root of its checkout, lies where no client's does. A draft may: it is only looked at. */
export function faultOfFolder(file: string): Problem | undefined {
  if (!/^clients\/.*\//.test(file)) return undefined
  return problem(
    file,
    'file',
    faultOf('a file directly in clients/', `one in ${dirname(file)}/`, `move it to clients/${basename(file)}, or out of clients/`),
  )
}

function faultOfName(file: string): Problem | undefined {
  if (file.endsWith('.yaml')) return undefined
  return problem(
    file,
    'extension',
    faultOf('.yaml', extensionOf(file) ?? 'no extension', 'rename it to .yaml: one extension, one place to look'),
  )
}

function extensionOf(file: string): string | undefined {
  return /\.[^./\\]*$/.exec(file)?.[0]
}

function faultOfEntry(root: string, path: string, file: string): Problem | undefined {
  try {
    const entry = lstatSync(path)
    const stray = strayLink(root, path, entry)
    if (stray !== undefined) return problem(file, 'file', faultOf(stray.expected, stray.found, 'put the file itself here'))
    return faultOfStats(entry.isSymbolicLink() ? statSync(path) : entry, file)
  } catch (error) {
    return unreadable(error, file)
  }
}

/**
 * Why a link, be it the file or a folder on the way, must not be followed: what lies outside of the repository is not what was reviewed, and not ours
 * to write, and .env is no client file because a link calls it one. Of a file given from elsewhere, whose repository nobody knows, the folder that
 * holds it is its home.
 */
function strayLink(root: string, path: string, entry: Stats): Pick<Fault, 'expected' | 'found'> | undefined {
  const folder = dirname(path)
  const realFolder = realpathSync.native(folder)
  const isOurs = isInside(resolve(root), path)
  const leaves = { expected: `a file of ${isOurs ? 'this repository' : 'its folder'}`, found: 'a link that leaves it' }
  if (isOurs && realFolder !== folder && !isInside(realpathSync.native(root), realFolder)) return leaves
  if (!entry.isSymbolicLink()) return undefined
  const target = realpathSync.native(path)
  if (!isInside(isOurs ? realpathSync.native(root) : realFolder, target)) return leaves
  return extensionOf(target) === '.yaml' ? undefined : { expected: 'a link to a .yaml file', found: 'a link to something else' }
}

function faultOfStats(stats: Stats, file: string): Problem | undefined {
  if (stats.isDirectory()) return problem(file, 'file', faultOf('a file', 'a directory', 'a client is one file'))
  if (!stats.isFile()) return problem(file, 'file', faultOf('a file', 'a device, pipe or socket', 'a client is one file'))
  if (stats.size <= largestFile) return undefined
  return problem(file, 'size', faultOf(`at most ${largestFile} bytes`, `${stats.size} bytes`, tooLargeFix))
}

function unreadable(error: unknown, file: string): Problem {
  const { code } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
      return problem(file, 'file', faultOf('a file', 'nothing, or a link to nothing', 'put the file itself here'))
    case 'ELOOP':
      return problem(file, 'file', faultOf('a file', 'a link to itself', 'put the file itself here'))
    case 'EACCES':
    case 'EPERM':
      return problem(file, 'file', faultOf('a file that may be read', `one that may not (${code})`, `chmod u+r ${file}`))
    default:
      throw error
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** At the first byte that is no UTF-8: where the text, decoded leniently and encoded again, is other than it was. */
function encodingFault(bytes: Uint8Array, file: string): Problem {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const again = Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  const at = again.findIndex((byte, index) => byte !== bytes[index])
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, at))
  const found = utf16 ? 'UTF-16' : `the byte 0x${bytes[at]!.toString(16).toUpperCase().padStart(2, '0')}`
  return { ...problem(file, 'encoding', faultOf('UTF-8', found, 'save the file as UTF-8')), ...positionsIn(before)(before.length) }
}

/** Whether a path leads into a folder, or is that folder. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function problem(file: string, rule: string, fault: Fault): Problem {
  return { file, path: [], rule, ...fault, line: 1, column: 1 }
}
