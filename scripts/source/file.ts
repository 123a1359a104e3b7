import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { SourceError } from '../errors.ts'
import type { Answer } from './answer.ts'

/** Opens a file of the repository; throws `notFound` where there is none, where it is a folder, and where a link leads out of the repository. */
export async function openFile(feed: string, root: string, path: string): Promise<Answer> {
  const [home, file] = await Promise.all([realpath(root), realpath(join(root, path)).catch(() => undefined)])
  if (file === undefined) throw new SourceError(feed, 'notFound', `there is no file ${path} in the repository`)
  if (!file.startsWith(home + sep)) throw new SourceError(feed, 'notFound', `${path} leads out of the repository`)
  const found = await stat(file)
  if (!found.isFile()) throw new SourceError(feed, 'notFound', `${path} is no file but ${found.isDirectory() ? 'a folder' : 'a device'}`)
  const body = createReadStream(file)
  return { kind: 'content', body, contentEncoding: '', totalBytes: found.size, close: async () => void body.destroy() }
}
