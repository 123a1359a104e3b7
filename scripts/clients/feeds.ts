import { dirname, relative } from 'node:path'
import { checkClients } from '../config/check.ts'
import { upgradeText } from '../config/migrations.ts'
import { type ClientFile, parseClient } from '../config/parse.ts'
import { isInside, readClientFiles } from '../config/read.ts'
import { applyOverlay, resolveClient } from '../config/resolve.ts'
import type { Environment } from '../model/environment.ts'
import type { Feed } from '../model/feed.ts'
import type { Result } from '../model/problem.ts'
import type { AskedFile } from './find.ts'
import { mappingsCanBeCompiled } from './mapping-rule.ts'

/** The feeds of a client file as it lies here, checked by all rules that concern one file. */
export async function readFeeds({ path, root }: AskedFile, environment: Environment): Promise<Result<readonly Feed[]>> {
  const from = isInside(root, path) ? root : dirname(path)
  return resolveFeeds(await readClientFiles(from, [relative(from, path)]), environment)
}

/**
 * The feeds of an earlier version of a client file, given as text, be it in an older language; `file` is the name by which its problems are shown.
 */
export function parseEarlierFeeds(text: string, file: string, environment: Environment): Result<readonly Feed[]> {
  return resolveFeeds([parseClient(upgradeText(text) ?? text, file)], environment)
}

function resolveFeeds(parsed: readonly Result<ClientFile>[], environment: Environment): Result<readonly Feed[]> {
  const checked = checkClients(parsed, [mappingsCanBeCompiled])
  if (!checked.ok) return checked
  return { ok: true, value: checked.value.flatMap(({ id, client }) => resolveClient(id, applyOverlay(client, environment)).feeds) }
}
