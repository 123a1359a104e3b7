import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** What one Git command wrote, and its exit code: the caller judges it. */
export interface GitResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Who and when, for the commits that the forge itself makes. */
export interface Signature {
  readonly name: string
  readonly email: string
  readonly date: Date
}

/** A bare repository on disk and the Git commands that the forge needs. Every method throws with Git's own words. */
export class Git {
  readonly directory: string
  readonly #environment: Readonly<Record<string, string>>

  constructor(directory: string, environment: Readonly<Record<string, string>>) {
    this.directory = directory
    this.#environment = environment
  }

  /** The same repository with more variables, for instance those of a push's quarantine. */
  within(environment: Readonly<Record<string, string>>): Git {
    return new Git(this.directory, { ...this.#environment, ...environment })
  }

  async try(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<GitResult> {
    const options = { cwd: this.directory, env: { ...this.#environment, ...environment }, maxBuffer: 256 * 1024 * 1024 }
    try {
      return { code: 0, ...(await execute('git', args, options)) }
    } catch (error) {
      const { code, stdout, stderr } = error as { code: unknown; stdout?: string; stderr?: string }
      if (typeof code !== 'number') throw error
      return { code, stdout: stdout ?? '', stderr: stderr ?? '' }
    }
  }

  async run(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.try(args)
    if (code !== 0) throw new Error(`git ${args.join(' ')}: exit ${code}: ${stderr.trim()}`)
    return stdout.trimEnd()
  }

  /** The bytes of a file at a commit. */
  async readFile(sha: string, path: string): Promise<Buffer> {
    const { stdout } = await execute('git', ['cat-file', 'blob', `${sha}:${path}`], {
      cwd: this.directory,
      env: { ...this.#environment },
      encoding: 'buffer',
      maxBuffer: 256 * 1024 * 1024,
    })
    return stdout
  }

  /** The full hash of what `name` names, peeled to `type`; undefined where there is none. */
  async resolve(name: string, type: 'commit' | 'object' = 'commit'): Promise<string | undefined> {
    const { code, stdout } = await this.try([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      type === 'commit' ? `${name}^{commit}` : name,
    ])
    return code === 0 ? stdout.trim() : undefined
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    return (await this.try(['merge-base', '--is-ancestor', ancestor, descendant])).code === 0
  }

  /** Moves a ref only if it still is where the caller saw it. */
  async updateRef(ref: string, to: string, from?: string): Promise<void> {
    await this.run('update-ref', ref, to, ...(from === undefined ? [] : [from]))
  }

  async deleteRef(ref: string): Promise<void> {
    await this.run('update-ref', '-d', ref)
  }

  /** The tree of a true three-way merge; undefined on conflict. */
  async mergeTree(ours: string, theirs: string): Promise<string | undefined> {
    const { code, stdout, stderr } = await this.try(['merge-tree', '--write-tree', '--no-messages', ours, theirs])
    if (code === 0) return stdout.trim()
    if (code === 1) return undefined
    throw new Error(`git merge-tree: exit ${code}: ${stderr.trim()}`)
  }

  async commitTree(tree: string, parents: readonly string[], message: string, author: Signature, committer: Signature): Promise<string> {
    const environment = {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: author.date.toISOString(),
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: committer.date.toISOString(),
    }
    const { code, stdout, stderr } = await this.try(
      ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', message],
      environment,
    )
    if (code !== 0) throw new Error(`git commit-tree: ${stderr.trim()}`)
    return stdout.trim()
  }
}

/** Makes the bare repository in `directory`, with `main` as its default branch and pushes allowed. */
export async function createRepository(directory: string, environment: Readonly<Record<string, string>>): Promise<Git> {
  await execute('git', ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', directory], { env: { ...environment } })
  const git = new Git(directory, environment)
  await git.run('config', 'http.receivepack', 'true')
  await git.run('config', 'uploadpack.allowAnySHA1InWant', 'true')
  await git.run('config', 'uploadpack.allowFilter', 'true')
  await git.run('config', 'gc.auto', '0')
  await git.run('config', 'receive.autogc', 'false')
  return git
}
