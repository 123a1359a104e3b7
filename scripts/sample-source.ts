import { readClients } from './config/read.ts'
import type { ResolvedClient } from './model/feed.ts'
import type { Result } from './model/problem.ts'

/**
 * The clients of a checkout as staging has them, except that a feed with a sample is read from it: the committed file that the local
 * environment names. A preview then needs no secret and no network.
 */
export async function readSampledClients(root: string): Promise<Result<readonly ResolvedClient[]>> {
  const [staging, local] = [await readClients(root, 'staging'), await readClients(root, 'local')]
  if (!staging.ok || !local.ok) return staging.ok ? local : staging
  const samples = new Map(
    local.value.flatMap(({ feeds }) => feeds.flatMap(({ id, source }) => (source.file === undefined ? [] : [[id, source] as const]))),
  )
  return {
    ok: true,
    value: staging.value.map((client) => ({
      ...client,
      feeds: client.feeds.map((feed) => ({ ...feed, source: samples.get(feed.id) ?? feed.source })),
    })),
  }
}
