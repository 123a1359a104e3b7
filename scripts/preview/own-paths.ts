import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../errors.ts'

/**
 * Throws UsageError where what is written to a path would take the place of a file that is read, or of what another option writes. `-` and an absent
 * path are none. Paths are written by the options that name them.
 */
export function requireOwnPaths(written: Readonly<Record<string, string | undefined>>, read: readonly string[]): void {
  const ownerByFile = new Map(read.map((path) => [fileOf(path), 'is read']))
  for (const [option, path] of Object.entries(written)) {
    const file = path === undefined || path === '-' ? undefined : fileOf(path)
    if (file === undefined) continue
    const owner = ownerByFile.get(file)
    if (owner !== undefined) throw new UsageError(`${option} would overwrite ${path}, which ${owner}: name another file`)
    ownerByFile.set(file, `${option} writes`)
  }
}

/** The same for all paths that lead to one file; undefined for what is none, such as /dev/null, and for what cannot be looked at. */
function fileOf(path: string): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return resolve(path)
    return stats.isFile() ? `${stats.dev}:${stats.ino}` : undefined
  } catch {
    // Whoever opens it says why.
    return undefined
  }
}
