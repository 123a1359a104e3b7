import { join } from 'node:path'
import { $ } from 'zx'
import type { TreeEntry } from '../process/promotion.ts'
import { openTemporaryFolder } from '../temporary-folder.ts'
import { type Clone, shell } from './git.ts'

/** A commit to be made and pushed: its files, the commit that it follows, and the branch that it becomes. */
export interface BranchContent {
  readonly entries: readonly TreeEntry[]
  readonly parent: string
  readonly branch: string
  readonly message: string
  readonly author: { readonly name: string; readonly email: string }
}

/** Commits exactly these files and pushes them as a branch, replacing what an earlier attempt left there. The commit. */
export async function pushBranch(clone: Clone, { entries, parent, branch, message, author }: BranchContent): Promise<string> {
  await using folder = await openTemporaryFolder('index')
  // An index of its own: the clone's is left alone.
  const identity = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  }
  const git = $({ cwd: clone.root, quiet: true, env: { ...clone.variables, ...identity, GIT_INDEX_FILE: join(folder.path, 'index') } })
  const lines = entries.map(({ mode, object, path }) => `${mode} ${object}\t${path}\0`).join('')
  await git({ input: lines })`git update-index -z --index-info`
  const tree = (await git`git write-tree`.text()).trim()
  const commit = (await git({ input: message })`git commit-tree ${tree} -p ${parent}`.text()).trim()
  await shell(clone)`git push --quiet --force origin ${`${commit}:refs/heads/${branch}`}`
  return commit
}

/** Creates an annotated tag and pushes it; origin's rules decide whether it may. */
export async function pushTag(
  clone: Clone,
  tag: { readonly name: string; readonly commit: string; readonly message: string; readonly author: BranchContent['author'] },
): Promise<void> {
  const identity = { GIT_COMMITTER_NAME: tag.author.name, GIT_COMMITTER_EMAIL: tag.author.email }
  const git = $({ cwd: clone.root, quiet: true, env: { ...clone.variables, ...identity } })
  await git({ input: tag.message })`git tag --annotate --file - ${tag.name} ${tag.commit}`
  await shell(clone)`git push --quiet origin ${`refs/tags/${tag.name}`}`
}
