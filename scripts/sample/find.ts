import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readClients } from '../config/read.ts'
import type { Feed, ResolvedClient } from '../model/feed.ts'
import type { Result } from '../model/problem.ts'
import { sampleAmong, sampleFolder } from '../model/sample-place.ts'

/** Path of a feed's sample from the root of a checkout, or undefined where it has none. */
export async function findSample(root: string, { client, name }: Pick<Feed, 'client' | 'name'>): Promise<string | undefined> {
  const names = await readdir(join(root, sampleFolder, client)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  const sample = sampleAmong(names.sort(), name)
  return sample === undefined ? undefined : `${sampleFolder}/${client}/${sample}`
}

/** The feed as it is, read from the file at `path` instead of its own source. */
export function readFromFile(feed: Feed, path: string): Feed {
  return { ...feed, source: { file: { path }, format: feed.source.format } }
}

/**
 * The clients of a checkout as staging has them, except that a feed with a sample is read from it. A preview then needs no secret and
 * no network.
 */
export async function readSampledClients(root: string): Promise<Result<readonly ResolvedClient[]>> {
  const staging = await readClients(root, 'staging')
  if (!staging.ok) return staging
  return { ok: true, value: await Promise.all(staging.value.map((client) => sampled(root, client))) }
}

async function sampled(root: string, client: ResolvedClient): Promise<ResolvedClient> {
  const feeds = await Promise.all(
    client.feeds.map(async (feed) => {
      const sample = await findSample(root, feed)
      return sample === undefined ? feed : readFromFile(feed, sample)
    }),
  )
  return { ...client, feeds }
}
