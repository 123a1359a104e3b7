import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientFile } from '../config/parse.ts'
import { applyOverlay, resolveClient } from '../config/resolve.ts'
import type { Ground } from '../config/verdicts.ts'
import { SourceError } from '../errors.ts'
import { FieldNames, type FieldTree } from '../mapping/field-tree.ts'
import type { Feed } from '../model/feed.ts'
import { sampleFolder } from '../model/sample-place.ts'
import { findSample, readFromFile } from './find.ts'

/** What is known of the records of one feed: the fields of its sample, or why it cannot be read. */
export interface FeedSample {
  readonly feed: string
  /** Path of the sample from the repository's root. */
  readonly path: string
  readonly fields?: FieldTree
  readonly fault?: SourceError
}

/** The samples of a client's feeds, and all that decided which they are. */
export interface ClientSamples {
  readonly samples: readonly FeedSample[]
  readonly grounds: readonly Ground[]
}

// A sample has five records or so; a whole feed that stands in for one is not read to its end.
const mostRecords = 500

/** Reads samples: the files that the environment `local` reads, or those that `npm run sample` took. Each is read once, whoever names it. */
export function openSamples(root: string): (file: ClientFile) => Promise<ClientSamples> {
  const read = new Map<string, Promise<Pick<FeedSample, 'fields' | 'fault'>>>()
  const readOnce = (feed: Feed) => {
    const key = JSON.stringify(feed.source)
    const known = read.get(key) ?? readFields(feed, root)
    read.set(key, known)
    return known
  }
  // One listing instead of a question for each client: most have none.
  const withSamples = new Set(existsSync(join(root, sampleFolder)) ? readdirSync(join(root, sampleFolder)) : [])
  return async (file) => {
    const folder = `${sampleFolder}/${file.id}`
    const grounds = new Map([[folder, withSamples.has(file.id) ? signatureOf(root, folder) : '']])
    const samples: FeedSample[] = []
    const local = applyOverlay(file.client, 'local')
    // Most clients of a new checkout have neither, and resolving one costs a tenth of parsing it.
    const hasAny = grounds.get(folder) !== '' || Object.values(local.feeds).some(({ source }) => source.file !== undefined)
    for (const feed of hasAny ? resolveClient(file.id, local).feeds : []) {
      const path = feed.source.file?.path ?? (grounds.get(folder) === '' ? undefined : await findSample(root, feed))
      if (path === undefined) continue
      grounds.set(path, signatureOf(root, path))
      samples.push({ feed: feed.name, path, ...(await readOnce(readFromFile(feed, path))) })
    }
    return { samples, grounds: [...grounds].map(([path, signature]) => ({ path, signature })) }
  }
}

/** What changes whenever a file's bytes or a folder's names do; empty where there is nothing. The change time cannot be set back, unlike mtime. */
export function signatureOf(root: string, path: string): string {
  const stats = statSync(join(root, path), { throwIfNoEntry: false, bigint: true })
  return stats === undefined ? '' : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')
}

async function readFields(feed: Feed, root: string): Promise<Pick<FeedSample, 'fields' | 'fault'>> {
  const names = new FieldNames()
  // All transports and formats take a third of a second to load: where there are no samples, nobody waits for them.
  const { readSource } = await import('../source/read.ts')
  try {
    const { records } = await readSource(feed, { root, secrets: {}, privateHosts: [], anyHeader: true })
    for await (const batch of records) {
      for (const record of batch) names.learn(record.fields)
      if ((batch.at(-1)?.position ?? 0) >= mostRecords) break
    }
    return names.tree === undefined ? {} : { fields: names.tree }
  } catch (error) {
    if (error instanceof SourceError) return { fault: error }
    throw error
  }
}
