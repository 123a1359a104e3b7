import type { Feed } from '../model/feed.ts'

/**
 * What to write in a client file so that `npm start`, which imports what the environment `local` reads, reads samples, too; undefined where it
 * reads no source over the network. `feeds` are the client's as `local` has them, `sampleByFeed` the paths of samples by the names of feeds.
 */
export function adviseLocal(feeds: readonly Feed[], sampleByFeed: ReadonlyMap<string, string>): string | undefined {
  const lines = feeds.flatMap(({ name, source }) => {
    const path = sampleByFeed.get(name)
    if (path === undefined || source.http === undefined) return []
    return [`      ${name}: { source: { http: null, file: { path: ${path} } }, expect: { postings: { min: 1 } } }`]
  })
  if (lines.length === 0) return undefined
  const head = ['so that npm start reads the sample, too, write in the client file:', 'environments:', '  local:', '    feeds:']
  return [...head, ...lines].join('\n')
}
