import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { sampleFolder } from '../model/sample-place.ts'
import { eraseRows, type FoundInRows, findInRows, forgetUnfinished } from '../store/erase-rows.ts'
import { eraseSnapshot, type FoundInSnapshot, findInSnapshots } from '../store/erase-snapshots.ts'
import { type Erasure, eraseBytes } from '../store/erasure.ts'

/** Where it stands: in the environment, and in the samples of this checkout (paths from its root, and how often). */
export interface Found extends FoundInRows {
  readonly snapshots: readonly FoundInSnapshot[]
  readonly samples: readonly { readonly path: string; readonly count: number }[]
}

/** Looks for it everywhere, and changes nothing. */
export async function findEverywhere(pool: pg.Pool, root: string, erasure: Erasure): Promise<Found> {
  const samples: { path: string; count: number }[] = []
  for (const path of await samplePaths(root)) {
    const { count } = await erasedFile(join(root, path), erasure)
    if (count > 0) samples.push({ path, count })
  }
  return { samples, snapshots: await findInSnapshots(pool, erasure), ...(await findInRows(pool, erasure)) }
}

/**
 * Looks for it everywhere, and erases it where it was found, but in live postings: those follow their feed. Runs that are under way when this begins
 * keep nothing of what they read.
 */
export async function eraseEverywhere(pool: pg.Pool, root: string, erasure: Erasure): Promise<Found> {
  const newest = await forgetUnfinished(pool)
  const found = await findEverywhere(pool, root, erasure)
  for (const { path } of found.samples) await writeFile(join(root, path), (await erasedFile(join(root, path), erasure)).bytes)
  for (const { run } of found.snapshots) await eraseSnapshot(pool, run, erasure)
  // Until a snapshot was erased, somebody may have accepted it or run it again, and so made another.
  await forgetUnfinished(pool, [...new Set(found.snapshots.map(({ feed }) => feed))])
  for (const { run } of await findInSnapshots(pool, erasure, newest)) await eraseSnapshot(pool, run, erasure)
  await eraseRows(pool, erasure)
  return found
}

async function samplePaths(root: string): Promise<string[]> {
  const entries = await readdir(join(root, sampleFolder), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

async function erasedFile(file: string, erasure: Erasure): Promise<{ readonly bytes: Buffer; readonly count: number }> {
  let count = 0
  const pieces: Buffer[] = []
  for await (const piece of eraseBytes([await readFile(file)], erasure, () => (count += 1))) pieces.push(piece)
  return { bytes: Buffer.concat(pieces), count }
}
