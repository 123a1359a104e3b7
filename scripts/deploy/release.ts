import { createHash } from 'node:crypto'
import type { ResolvedClient } from '../model/feed.ts'
import type { Release } from '../model/release.ts'

const shortLength = 12

/** The release that a commit's clients make; the same configuration at two commits has one hash and two ids. */
export function releaseOf(commit: string, clients: readonly ResolvedClient[]): Release {
  const inOrder = clients.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const sum = createHash('sha256')
  for (const { id, hash } of inOrder) sum.update(`${id} ${hash}\n`)
  const hash = sum.digest('hex')
  return { id: `${commit.slice(0, shortLength)}-${hash.slice(0, shortLength)}`, commit, hash, clients: inOrder }
}
