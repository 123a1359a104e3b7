import { parse } from 'yaml'
import { clientOf } from '../process/promotion.ts'
import { type Clone, changedPaths, readAt } from './git.ts'

/** The request that a client file names; undefined where it names none or is no client file. Never throws: the text is a stranger's. */
export function requestIn(text: string): number | undefined {
  try {
    const file: unknown = parse(text)
    const request = typeof file === 'object' && file !== null && 'request' in file ? file.request : undefined
    return Number.isSafeInteger(request) && (request as number) > 0 ? (request as number) : undefined
  } catch {
    return undefined
  }
}

/** The requests of all clients that a pull request changes. */
export async function requestsOf(clone: Clone, base: string, head: string): Promise<number[]> {
  const clients = new Set((await changedPaths(clone, base, head)).flatMap((path) => clientOf(path) ?? []))
  const numbers = new Set<number>()
  for (const client of clients) {
    const request = await requestOf(clone, client, [head, base])
    if (request !== undefined) numbers.add(request)
  }
  return [...numbers]
}

/** The request of a client, as its file names it at the first of the commits that has it. */
export async function requestOf(clone: Clone, client: string, commits: readonly string[]): Promise<number | undefined> {
  for (const commit of commits) {
    const text = await readAt(clone, commit, `clients/${client}.yaml`)
    if (text !== undefined) return requestIn(text)
  }
  return undefined
}
