import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../model/environment.ts'
import type { ResolvedClient } from '../model/feed.ts'
import type { Problem, Result } from '../model/problem.ts'
import { checkClients } from './check.ts'
import { type ClientFile, parseClient } from './parse.ts'
import { applyOverlay, resolveClient } from './resolve.ts'
import type { Rule } from './rules.ts'

/** Paths of the client files of a checkout, from its root, in order: `clients/*.yaml`. */
export async function listClientFiles(root: string): Promise<string[]> {
  const names = await readdir(join(root, 'clients'))
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => `clients/${name}`)
}

/** Reads and parses client files, given by their paths from `root`. */
export async function readClientFiles(root: string, files: readonly string[]): Promise<Result<ClientFile>[]> {
  return await Promise.all(files.map((file) => readClientFile(root, file)))
}

/** Every client of a checkout as it is in one environment; or all problems of all files. */
export async function readClients(
  root: string,
  environment: Environment,
  more: readonly Rule[] = [],
): Promise<Result<readonly ResolvedClient[]>> {
  const checked = checkClients(await readClientFiles(root, await listClientFiles(root)), more)
  if (!checked.ok) return checked
  return { ok: true, value: checked.value.map(({ id, client }) => resolveClient(id, applyOverlay(client, environment))) }
}

async function readClientFile(root: string, file: string): Promise<Result<ClientFile>> {
  const path = join(root, file)
  if (file.endsWith('.yml'))
    return { ok: false, problems: [fault(file, 'extension', 'found .yml', 'rename it to .yaml: one extension, one place to look')] }
  if ((await stat(path)).isDirectory()) return { ok: false, problems: [fault(file, 'file', 'found a directory', 'a client is one file')] }
  const bytes = await readFile(path)
  try {
    return parseClient(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file)
  } catch (error) {
    if (error instanceof TypeError)
      return { ok: false, problems: [fault(file, 'encoding', 'found bytes that are not UTF-8', 'save the file as UTF-8')] }
    throw error
  }
}

function fault(file: string, rule: string, message: string, fix: string): Problem {
  return { file, path: [], rule, message, fix, line: 1, column: 1 }
}
