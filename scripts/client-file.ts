import { existsSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { checkClients } from './config/check.ts'
import { upgradeText } from './config/migrations.ts'
import { parseClient } from './config/parse.ts'
import { listClientFiles, readClientFiles } from './config/read.ts'
import { applyOverlay, resolveClient } from './config/resolve.ts'
import { UsageError } from './errors.ts'
import { mappingsCanBeCompiled } from './mapping-rule.ts'
import type { Environment } from './model/environment.ts'
import type { Feed } from './model/feed.ts'
import type { Result } from './model/problem.ts'
import { didYouMean } from './suggest.ts'

/** A client file that someone asked for by its path, or by the client's id. */
export interface AskedFile {
  /** Absolute path. */
  readonly path: string
  /** Absolute path of the folder that its own paths begin at, and its samples. */
  readonly root: string
  /** The one feed that `client/feed` asks for. */
  readonly feed?: string
}

/**
 * Finds `acme`, `acme/jobs`, or the path of a client file anywhere, be it from the repository's root `checkout` or from the folder `from`, where the
 * person stands. Throws UsageError, with the nearest name, where there is none.
 */
export async function findClientFile(asked: string, checkout: string, from = checkout): Promise<AskedFile> {
  if (/\.ya?ml$/i.test(asked)) {
    const path = [resolve(checkout, asked), resolve(from, asked)].find((candidate) => existsSync(candidate))
    if (path === undefined) throw new UsageError(`${asked} does not exist`)
    // A file that lies elsewhere than in a folder clients/ has no repository of its own: it is tried in this one.
    return { path, root: basename(dirname(path)) === 'clients' ? dirname(dirname(path)) : checkout }
  }
  const [client = '', feed] = asked.split('/')
  const known = (await listFiles(checkout)).map((file) => basename(file, '.yaml'))
  if (known.includes(client))
    return { path: resolve(checkout, 'clients', `${client}.yaml`), root: checkout, ...(feed === undefined ? {} : { feed }) }
  if (known.length === 0) throw new UsageError('there are no client files yet: clients/README.md shows how to write one')
  throw new UsageError(`there is no client "${client}": ${didYouMean(client, known) || `there are ${shortList(known)}`}`)
}

async function listFiles(checkout: string): Promise<readonly string[]> {
  try {
    return await listClientFiles(checkout)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The feeds of a client file as it lies here, checked by all rules that concern one file. */
export async function readFeeds({ path, root }: AskedFile, environment: Environment): Promise<Result<readonly Feed[]>> {
  const from = relative(root, path).startsWith('..') ? dirname(path) : root
  const checked = checkClients(await readClientFiles(from, [relative(from, path)]), [mappingsCanBeCompiled])
  if (!checked.ok) return checked
  return { ok: true, value: checked.value.flatMap(({ id, client }) => resolveClient(id, applyOverlay(client, environment)).feeds) }
}

/** The feeds of an earlier version of a client file, given as text, be it in an older language; `file` is the name by which its problems are shown. */
export function parseEarlierFeeds(text: string, file: string, environment: Environment): Result<readonly Feed[]> {
  const checked = checkClients([parseClient(upgradeText(text) ?? text, file)], [mappingsCanBeCompiled])
  if (!checked.ok) return checked
  return { ok: true, value: checked.value.flatMap(({ id, client }) => resolveClient(id, applyOverlay(client, environment)).feeds) }
}

/** The feed called `name`, or all; throws UsageError, with the nearest name, where there is none. */
export function chooseFeeds(feeds: readonly Feed[], name: string | undefined, path: string): readonly Feed[] {
  if (name === undefined) return feeds
  const names = feeds.map((feed) => feed.name)
  if (names.includes(name)) return feeds.filter((feed) => feed.name === name)
  throw new UsageError(`${basename(path)} has no feed "${name}": ${didYouMean(name, names) || `it has ${shortList(names)}`}`)
}

// As many as fit a line or two.
const namesShown = 10

function shortList(names: readonly string[]): string {
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : ''
  return names.slice(0, namesShown).join(', ') + more
}
