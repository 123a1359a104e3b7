import type { World } from '../world.ts'
import { pageUrl, repositoryUrl } from './repository.ts'
import { nodeId } from './user.ts'

/** One commit as Git tells it. Dates are ISO 8601. */
export interface CommitFacts {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: { readonly name: string; readonly email: string; readonly date: string }
  readonly committer: { readonly name: string; readonly email: string; readonly date: string }
  readonly message: string
}

const fields = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B']

/** The commits that `git log <args>` lists, newest first. */
export async function readCommits(world: World, args: readonly string[]): Promise<CommitFacts[]> {
  const text = await world.git.run('log', `--format=${fields.join('%x00')}%x01`, ...args)
  return text
    .split('\u0001')
    .map((entry) => entry.replace(/^\n/, ''))
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [sha, tree, parents, an, ae, ad, cn, ce, cd, message] = entry.split('\0') as [string, string, string, ...string[]]
      return {
        sha,
        tree,
        parents: parents.split(' ').filter((parent) => parent !== ''),
        author: { name: an!, email: ae!, date: ad! },
        committer: { name: cn!, email: ce!, date: cd! },
        message: message!.trimEnd(),
      }
    })
}

export async function readCommit(world: World, sha: string): Promise<CommitFacts> {
  const [commit] = await readCommits(world, ['-1', sha])
  return commit!
}

/** `commit` of the REST API. No login is claimed for an author: an address in Git proves nothing. */
export function renderCommit(world: World, facts: CommitFacts): Record<string, unknown> {
  const { sha } = facts
  return {
    sha,
    node_id: nodeId('Commit', sha),
    url: repositoryUrl(world, `/commits/${sha}`),
    html_url: pageUrl(world, `/commit/${sha}`),
    comments_url: repositoryUrl(world, `/commits/${sha}/comments`),
    commit: {
      url: repositoryUrl(world, `/git/commits/${sha}`),
      author: facts.author,
      committer: facts.committer,
      message: facts.message,
      comment_count: 0,
      tree: { sha: facts.tree, url: repositoryUrl(world, `/git/trees/${facts.tree}`) },
    },
    author: null,
    committer: null,
    parents: facts.parents.map((parent) => ({
      sha: parent,
      url: repositoryUrl(world, `/commits/${parent}`),
      html_url: pageUrl(world, `/commit/${parent}`),
    })),
  }
}

const statusByLetter: Readonly<Record<string, string>> = { A: 'added', M: 'modified', D: 'removed', R: 'renamed', T: 'changed' }

/** `diff-entry` of each file that `git diff` finds between two commits, with patches. */
export async function renderDiff(world: World, from: string, to: string): Promise<Record<string, unknown>[]> {
  const range = ['--find-renames', from, to]
  const [raw, numbers] = await Promise.all([
    world.git.run('diff', '--raw', '--abbrev=40', '-z', ...range),
    world.git.run('diff', '--numstat', '-z', ...range),
  ])
  const counts = readNumbers(numbers)
  const entries: Record<string, unknown>[] = []
  const parts = raw.split('\0')
  for (let at = 0; at < parts.length - 1; ) {
    const [, , , blob, letter] = parts[at]!.split(' ')
    const isRename = letter!.startsWith('R')
    const previous = parts[at + 1]!
    const filename = isRename ? parts[at + 2]! : previous
    at += isRename ? 3 : 2
    const [additions, deletions] = counts.get(filename) ?? [0, 0]
    const patch = await world.git.run('diff', '--find-renames', from, to, '--', ...(isRename ? [previous, filename] : [filename]))
    const hunk = patch.indexOf('\n@@')
    const link = encodeURIComponent(filename)
    entries.push({
      sha: blob,
      filename,
      status: statusByLetter[letter![0]!] ?? 'changed',
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: pageUrl(world, `/blob/${to}/${link}`),
      raw_url: pageUrl(world, `/raw/${to}/${link}`),
      contents_url: repositoryUrl(world, `/contents/${link}?ref=${to}`),
      ...(hunk === -1 ? {} : { patch: patch.slice(hunk + 1) }),
      ...(isRename ? { previous_filename: previous } : {}),
    })
  }
  return entries
}

// With -z a rename is written as "added<TAB>deleted<TAB>" NUL old NUL new: only the new name counts here.
function readNumbers(text: string): Map<string, readonly [number, number]> {
  const counts = new Map<string, readonly [number, number]>()
  const parts = text.split('\0')
  for (let at = 0; at < parts.length - 1; at += 1) {
    const [added = '', deleted = '', name = ''] = parts[at]!.split('\t')
    const path = name === '' ? parts[at + 2]! : name
    if (name === '') at += 2
    counts.set(path, [Number(added) || 0, Number(deleted) || 0])
  }
  return counts
}
