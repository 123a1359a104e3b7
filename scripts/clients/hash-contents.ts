import { hashOf } from '../canonical.ts'
import { readClients } from '../config/read.ts'
import type { ResolvedClient } from '../model/feed.ts'
import type { Result } from '../model/problem.ts'
import { viewSample } from '../preview/view-feed.ts'
import { contentHash } from '../process/content.ts'
import { readSampledClients } from '../sample/find.ts'

/** A client and the hash that its sign-off is bound to. */
export interface HashedClient {
  /** As staging has it. */
  readonly client: ResolvedClient
  readonly production: ResolvedClient
  readonly hash: string
}

/** The content hash of every client of a checkout for which `isWanted`: both environments' configuration, and what its samples are mapped to. */
export async function hashContents(root: string, isWanted: (client: string) => boolean): Promise<Result<readonly HashedClient[]>> {
  const [staging, production, sampled] = [
    await readClients(root, 'staging'),
    await readClients(root, 'production'),
    await readSampledClients(root),
  ]
  if (!staging.ok) return staging
  if (!production.ok) return production
  if (!sampled.ok) return sampled
  const hashed: HashedClient[] = []
  for (const client of staging.value.filter(({ id }) => isWanted(id))) {
    const samples = await hashSamples(root, sampled.value.find(({ id }) => id === client.id)!)
    const inProduction = production.value.find(({ id }) => id === client.id)!
    hashed.push({ client, production: inProduction, hash: contentHash({ staging: client.hash, production: inProduction.hash, samples }) })
  }
  return { ok: true, value: hashed }
}

async function hashSamples(root: string, { feeds }: ResolvedClient): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const feed of feeds.filter(({ source }) => source.file !== undefined)) {
    const { postings } = await viewSample(feed, { root, secrets: {}, privateHosts: [] })
    hashes[feed.id] = hashOf(postings)
  }
  return hashes
}
