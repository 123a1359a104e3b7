import { existsSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { clientId } from './config/parse.ts'
import { listClientFiles } from './config/read.ts'
import { UsageError } from './errors.ts'
import { didYouMean } from './suggest.ts'

/** Client files that were asked for, and all that there are; paths from the checkout's root, absolute where they lie outside it. */
export interface AskedFiles {
  readonly all: readonly string[]
  /** What was asked for; all of them where nothing was. */
  readonly asked: readonly string[]
}

/**
 * Finds the files that a person names: by path (from `from`, where the person stands), by folder, or by client id. Throws UsageError with the
 * nearest name where there is no such file.
 */
export async function findClientFiles(names: readonly string[], root: string, from = root): Promise<AskedFiles> {
  const all = existsSync(join(root, 'clients')) ? await listClientFiles(root) : []
  const asked = names.flatMap((name) => findOne(name, root, from, all))
  return { all, asked: names.length === 0 ? all : [...new Set(asked)] }
}

function findOne(name: string, root: string, from: string, all: readonly string[]): readonly string[] {
  const byId = all.find((file) => file === `clients/${name}.yaml`)
  if (byId !== undefined) return [byId]
  const path = [resolve(root, name), resolve(from, name)].find((candidate) => existsSync(candidate))
  const file = path === undefined ? undefined : fromRoot(root, path)
  if (file === undefined) {
    // A broken link is there and does not exist: its problem is told as the file's.
    if (all.includes(name)) return [name]
    const known = [...all, ...all.map(clientId)]
    throw new UsageError(
      `there is no client file "${name}": ${didYouMean(name, known) || 'give a path, or the id of a client in clients/'}`,
    )
  }
  if (!statSync(path!).isDirectory() || /\.ya?ml$/i.test(file)) return [file]
  if (file === 'clients') return all
  throw new UsageError(`"${name}" is a folder: name the files in it, as in ${join(name, '*.yaml')}`)
}

function fromRoot(root: string, path: string): string {
  const way = relative(root, path)
  return way.startsWith('..') || isAbsolute(way) ? path : way.replaceAll('\\', '/')
}
