import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { $, ProcessOutput } from 'zx'
import { UsageError } from '../errors.ts'
import { openTemporaryFolder } from '../temporary-folder.ts'

/** The files of one commit that make a release, in a folder of their own that goes when this is disposed of. */
export interface Checkout extends AsyncDisposable {
  readonly folder: string
  /** Full commit (40 hex digits). */
  readonly commit: string
}

/** The name for what lies in the folder now, committed or not: for the local environment. */
export const worktree = 'worktree'

// What a release is made of; a commit may lack it.
const configuration = 'clients'

/** Takes the configuration out of Git as it is at `ref`, whatever the working tree holds. `worktree` is the working tree itself. */
export async function checkOut(root: string, ref: string): Promise<Checkout> {
  const git = $({ cwd: root, quiet: true })
  if (ref === worktree) return { folder: root, commit: await headOf(root), async [Symbol.asyncDispose]() {} }
  const commit = await findCommit(root, ref)

  await using stack = new AsyncDisposableStack()
  const { path: folder } = stack.use(await openTemporaryFolder('release'))
  // A release without any client is a folder without files.
  await mkdir(join(folder, configuration), { recursive: true })
  // By an index of its own: `git archive` leaves out and changes what a .gitattributes of the commit tells it to (export-ignore, export-subst).
  await using aside = await openTemporaryFolder('index')
  const index = join(aside.path, 'index')
  const gitDir = (await git`git rev-parse --absolute-git-dir`.text()).trim()
  const tree = (await git`git rev-parse --verify ${`${commit}:./`}`.text()).trim()
  const place = [`--git-dir=${gitDir}`, `--work-tree=${folder}`]
  const within = $({ cwd: folder, quiet: true })
  await within`GIT_INDEX_FILE=${index} git ${place} read-tree ${tree}`
  await within`export GIT_INDEX_FILE=${index}; git ${place} ls-files -z -- ${configuration} | git ${place} checkout-index -z --stdin`
  const parts = stack.move()
  return { folder, commit, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

// A folder that was unpacked rather than cloned has no commit, and is no less fit for the local environment.
const noCommit = '0'.repeat(40)

async function headOf(root: string): Promise<string> {
  const { exitCode, stdout } = await $({ cwd: root, quiet: true, nothrow: true })`git rev-parse --verify --quiet HEAD`
  return exitCode === 0 ? stdout.trim() : noCommit
}

/** The full name of the commit that `ref` names: a branch, a tag or a commit. Throws UsageError where there is none. */
export async function findCommit(root: string, ref: string): Promise<string> {
  try {
    const { stdout } = await $({ cwd: root, quiet: true })`git rev-parse --verify --quiet --end-of-options ${`${ref}^{commit}`}`
    return stdout.trim()
  } catch (error) {
    if (error instanceof ProcessOutput)
      throw new UsageError(`no commit is called ${ref} here: give a branch, a tag or a commit that was fetched`)
    throw error
  }
}
