import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { clientId } from '../config/parse.ts'
import { isInside, listClientFiles } from '../config/read.ts'
import { UsageError } from '../errors.ts'
import type { Feed } from '../model/feed.ts'
import { didYouMean } from '../suggest.ts'

/** A client file that someone asked for by its path, or by the client's id. */
export interface AskedFile {
  /** Absolute path. */
  readonly path: string
  /** Absolute path of the folder that its own paths begin at, and its samples. */
  readonly root: string
  /** The one feed that `client/feed` asks for. */
  readonly feed?: string
}

/** Client files that were asked for, and all that there are; paths from the checkout's root, absolute where they lie outside it. */
export interface AskedFiles {
  readonly all: readonly string[]
  /** What was asked for; all of them where nothing was. */
  readonly asked: readonly string[]
}

/**
 * Finds `acme`, `acme/jobs`, or the path of a client file anywhere (`drafts/acme.yaml`, `drafts/acme.yaml/jobs`), be it from the repository's root
 * `checkout` or from the folder `from`, where the person stands. Throws UsageError, with the nearest name, where there is none.
 */
export async function findClientFile(asked: string, checkout: string, from = checkout): Promise<AskedFile> {
  const [, file, feedOfFile] = /^(.*\.ya?ml)(?:\/([^/]+))?$/is.exec(asked) ?? []
  if (file !== undefined) {
    const path = existingPath(file, [checkout, from])
    if (path === undefined) throw new UsageError(`${file} does not exist`)
    // A file that lies elsewhere than in a folder clients/ has no repository of its own: it is tried in this one.
    const root = basename(dirname(path)) === 'clients' ? dirname(dirname(path)) : checkout
    return { path, root, ...(feedOfFile !== undefined && { feed: feedOfFile }) }
  }
  const [client = '', ...names] = asked.split('/')
  // Whole, so that what stands after a feed is not passed over.
  const feed = names.length === 0 ? undefined : names.join('/')
  const files = await listKnown(checkout)
  const known = files.find((one) => clientId(one) === client)
  if (known !== undefined) return { path: resolve(checkout, known), root: checkout, ...(feed === undefined ? {} : { feed }) }
  const path = existingPath(asked, [checkout, from])
  if (path !== undefined) {
    const isFolder = statSync(path).isDirectory()
    throw new UsageError(`"${asked}" is ${isFolder ? 'a folder: name one client file in it' : 'no client file: their names end in .yaml'}`)
  }
  const clients = files.map(clientId)
  if (clients.length === 0) throw new UsageError('there are no client files yet: clients/README.md shows how to write one')
  throw new UsageError(`there is no client "${client}": ${didYouMean(client, clients) || `there are ${shortList(clients)}`}`)
}

/**
 * Finds the files that a person names: by path (from `from`, where the person stands), by folder, or by client id. Throws UsageError with the
 * nearest name where there is no such file.
 */
export async function findClientFiles(names: readonly string[], root: string, from = root): Promise<AskedFiles> {
  const all = await listKnown(root)
  const asked = names.flatMap((name) => filesNamed(name, all, [root, from]))
  return { all, asked: names.length === 0 ? all : [...new Set(asked)] }
}

/** The feed called `name`, or all; throws UsageError, with the nearest name, where there is none. */
export function chooseFeeds(feeds: readonly Feed[], name: string | undefined, path: string): readonly Feed[] {
  if (name === undefined) return feeds
  const names = feeds.map((feed) => feed.name)
  if (names.includes(name)) return feeds.filter((feed) => feed.name === name)
  throw new UsageError(`${basename(path)} has no feed "${name}": ${didYouMean(name, names) || `it has ${shortList(names)}`}`)
}

/** The folders that a path may begin at: the repository's root, and where the person stands. */
type Beginnings = readonly [root: string, from: string]

function filesNamed(name: string, all: readonly string[], beginnings: Beginnings): readonly string[] {
  const byId = all.find((file) => file === `clients/${name}.yaml`)
  if (byId !== undefined) return [byId]
  const path = existingPath(name, beginnings)
  if (path === undefined) {
    // A broken link is there and does not exist: its problem is told as the file's.
    if (all.includes(name)) return [name]
    const known = [...all, ...all.map(clientId)]
    throw new UsageError(
      `there is no client file "${name}": ${didYouMean(name, known) || 'give a path, or the id of a client in clients/'}`,
    )
  }
  const file = fromRoot(beginnings[0], path)
  if (!statSync(path).isDirectory() || /\.ya?ml$/i.test(file)) return [file]
  if (file === 'clients') return all
  throw new UsageError(`"${name}" is a folder: name the files in it, as in ${join(name, '*.yaml')}`)
}

async function listKnown(root: string): Promise<readonly string[]> {
  return existsSync(join(root, 'clients')) ? listClientFiles(root) : []
}

function existingPath(name: string, beginnings: Beginnings): string | undefined {
  // An empty text, as of a variable of a shell that is not set, names nothing.
  return name === '' ? undefined : beginnings.map((folder) => resolve(folder, name)).find((path) => existsSync(path))
}

function fromRoot(root: string, path: string): string {
  return isInside(root, path) ? relative(root, path).replaceAll('\\', '/') : path
}

// As many as fit a line or two.
const namesShown = 10

function shortList(names: readonly string[]): string {
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : ''
  return names.slice(0, namesShown).join(', ') + more
}
