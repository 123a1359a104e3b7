import { $ } from 'zx'
import type { Variables } from '../model/variables.ts'
import type { TreeEntry } from '../process/promotion.ts'

/** A clone, and what its remote asks for; workflows check out without keeping their credential. */
export interface Clone {
  readonly root: string
  readonly serverUrl: string
  readonly token: string
  /** What Git inherits. */
  readonly variables: Variables
}

// More lines than any file here has: the whole file is context, so that a hunk approved in one place does not count in another.
const wholeFile = 1_000_000

/** Fetches refs from origin; a shallow clone is completed, since merge bases in one are wrong. */
export async function fetchRefs(clone: Clone, refspecs: readonly string[]): Promise<void> {
  const git = shell(clone)
  const isShallow = (await git`git rev-parse --is-shallow-repository`.text()).trim() === 'true'
  await git`git fetch --quiet --no-tags ${isShallow ? ['--unshallow'] : []} origin ${[...refspecs]}`
}

/**
 * Identifies what a commit changes against the point where it left its base (`base...commit`): the same for the same change after a rebase,
 * after a merge of the base, or in other commits. Undefined where the commit is gone from the repository.
 * `git patch-id --stable` alone ignores white space, which is meaning in YAML; `--verbatim` is stable too and does not.
 */
export async function contentOf(clone: Clone, base: string, commit: string): Promise<string | undefined> {
  const git = shell(clone)
  if (!(await hasCommit(clone, commit))) return undefined
  const range = `${base}...${commit}`
  const exact = ['--no-ext-diff', '--no-textconv', '--no-renames', '--no-color', '--text', '--full-index', `--unified=${wholeFile}`]
  const id = await git`git diff ${exact} ${range} -- | git patch-id --verbatim`.text()
  return id.split(' ')[0]?.trim() || 'nothing'
}

/** The text of a file at a commit, or undefined where it is not there. The path begins at the repository, or with `./` at the folder `root`. */
export async function readAt({ root }: Pick<Clone, 'root'>, commit: string, path: string): Promise<string | undefined> {
  const shown = await $({ cwd: root, quiet: true, nothrow: true })`git show ${`${commit}:${path}`}`
  return shown.ok ? shown.stdout : undefined
}

/** Paths that differ between a commit and the point where it left its base. */
export async function changedPaths({ root }: Pick<Clone, 'root'>, base: string, commit: string): Promise<string[]> {
  const names = await $({ cwd: root, quiet: true })`git diff --name-only --no-renames -z ${`${base}...${commit}`} --`.text()
  return names.split('\0').filter((name) => name !== '')
}

/** All files of a commit. */
export async function listTree({ root }: Pick<Clone, 'root'>, commit: string): Promise<TreeEntry[]> {
  const listed = await $({ cwd: root, quiet: true })`git ls-tree -r -z --full-tree ${commit}`.text()
  return listed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) as unknown as [string, string, string, string]
      return { mode, object, path }
    })
}

/** Names of the tags that origin has. */
export async function listTags(clone: Clone): Promise<string[]> {
  const listed = await shell(clone)`git ls-remote --tags --refs origin`.text()
  return [...listed.matchAll(/refs\/tags\/(.+)$/gm)].map((found) => found[1]!)
}

/** Whether one commit is an ancestor of another, or the same. The clone must have the full history of both. */
export async function isAncestor({ root }: Pick<Clone, 'root'>, ancestor: string, commit: string): Promise<boolean> {
  return (await $({ cwd: root, quiet: true, nothrow: true })`git merge-base --is-ancestor ${ancestor} ${commit}`).exitCode === 0
}

/** A shell for Git in the clone, with the credential in a variable: arguments are visible to every process of the machine. */
export function shell({ root, serverUrl, token, variables }: Clone) {
  const credential = Buffer.from(`x-access-token:${token}`).toString('base64')
  const config = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${serverUrl}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${credential}`,
    GIT_TERMINAL_PROMPT: '0',
  }
  return $({ cwd: root, quiet: true, env: { ...variables, ...config } })
}

async function hasCommit(clone: Clone, commit: string): Promise<boolean> {
  const isHere = async () =>
    (await $({ cwd: clone.root, quiet: true, nothrow: true })`git cat-file -e ${`${commit}^{commit}`}`).exitCode === 0
  if (await isHere()) return true
  // After a force push the approved commit hangs in the air, yet GitHub still gives it by name.
  await shell(clone)({ nothrow: true })`git fetch --quiet --no-tags origin ${commit}`
  return isHere()
}
