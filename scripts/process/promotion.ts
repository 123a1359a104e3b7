import type { SignOff } from './sign-off.ts'

/** One file of a Git tree, as `git ls-tree -r` lists it. */
export interface TreeEntry {
  readonly mode: string
  readonly object: string
  readonly path: string
}

/** What two commits hold: the one that would come (staging, a branch), and the one into which it would come (main, its base). */
export interface Trees {
  readonly incoming: readonly TreeEntry[]
  readonly present: readonly TreeEntry[]
}

/** A client that differs between the two. */
export interface Difference {
  readonly client: string
  readonly kind: 'create' | 'update' | 'delete'
}

/** What a promotion takes, and what stays behind and why. */
export interface Promotion {
  readonly carried: readonly (Difference & { readonly by: string })[]
  readonly waiting: readonly (Difference & { readonly reason: string })[]
  /** Whether anything but clients differs: it is taken as a whole. */
  readonly hasEngineChanges: boolean
}

/**
 * The client that a file belongs to: its configuration or its samples; undefined for everything else, the engine. What cannot be the id of a client
 * (config/rules.ts) is none: a folder may have any name, and these are printed as they are.
 */
export function clientOf(path: string): string | undefined {
  return /^clients\/(?:(?<file>[a-z][a-z0-9-]{0,39})\.yaml|samples\/(?<sample>[a-z][a-z0-9-]{0,39})\/.+)$/s
    .exec(path)
    ?.slice(1)
    .find((id) => id !== undefined)
}

/** The clients whose files are not the same in both, by id. */
export function diffTrees({ incoming, present }: Trees): Difference[] {
  const here = fingerprints(incoming)
  const there = fingerprints(present)
  const clients = [...new Set([...here.keys(), ...there.keys()])].filter((client) => client !== undefined).sort()
  return clients.flatMap((client): Difference[] => {
    if (here.get(client) === there.get(client)) return []
    if (!here.has(client)) return [{ client, kind: 'delete' }]
    return [{ client, kind: there.has(client) ? 'update' : 'create' }]
  })
}

/** Whether anything but the files of clients differs. */
export function hasEngineChanges({ incoming, present }: Trees): boolean {
  return fingerprints(incoming).get(undefined) !== fingerprints(present).get(undefined)
}

/** Exactly the clients whose sign-off is valid go; the engine goes as a whole. */
export function planPromotion(trees: Trees, signOffs: ReadonlyMap<string, SignOff>): Promotion {
  const judged = diffTrees(trees).map((difference) => ({ difference, signOff: signOffs.get(difference.client) }))
  return {
    carried: judged.flatMap(({ difference, signOff }) => (signOff?.isValid ? [{ ...difference, by: signOff.by }] : [])),
    waiting: judged.flatMap(({ difference, signOff }) =>
      signOff?.isValid ? [] : [{ ...difference, reason: signOff?.reason ?? 'its file names no request' }],
    ),
    hasEngineChanges: hasEngineChanges(trees),
  }
}

/** The tree that main gets: its own clients, of staging those that are carried, and staging's engine. */
export function promotionTree({ incoming, present }: Trees, carried: readonly Pick<Difference, 'client'>[]): TreeEntry[] {
  const going = new Set(carried.map(({ client }) => client))
  const fromStaging = incoming.filter(({ path }) => isCarried(clientOf(path), going))
  const fromMain = present.filter(({ path }) => !isCarried(clientOf(path), going))
  return [...fromStaging, ...fromMain].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function isCarried(client: string | undefined, going: ReadonlySet<string>): boolean {
  return client === undefined || going.has(client)
}

function fingerprints(entries: readonly TreeEntry[]): Map<string | undefined, string> {
  const lines = Map.groupBy(entries, ({ path }) => clientOf(path))
  return new Map(
    [...lines].map(([client, files]) => [
      client,
      files
        .map(({ mode, object, path }) => `${mode} ${object} ${path}`)
        .sort()
        .join('\n'),
    ]),
  )
}
