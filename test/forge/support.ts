import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Forge, openForge } from './forge.ts'
import type { ForgeSettings } from './settings.ts'

const execute = promisify(execFile)

export const owner = 'acme'
export const repo = 'imports'

/** One checkout of the forge's repository, in a temporary folder of its own. */
export interface Checkout extends AsyncDisposable {
  readonly folder: string
  git(...args: readonly string[]): Promise<string>
  write(path: string, text: string): Promise<void>
  /** Writes the files, commits all, and pushes the branch. */
  push(branch: string, files: Readonly<Record<string, string>>): Promise<string>
}

/** A forge with three people, an App, and `files` on `main`. */
export async function aForge(files: Readonly<Record<string, string>>, settings: Partial<ForgeSettings> = {}): Promise<Forge> {
  const forge = await openForge({
    owner,
    repo,
    people: { ann: 'admin', bob: 'write', cleo: 'write', eve: 'read' },
    now: () => new Date(),
    ...settings,
  })
  await using seed = await newFolder()
  await seed.git('init', '--quiet', '--initial-branch=main')
  await commitFiles(seed, { 'README.md': 'hello\n', ...files })
  await forge.import(seed.folder)
  return forge
}

/** A forge with these workflow files on main, by name. */
export function withWorkflows(files: Readonly<Record<string, string>>, settings: Partial<ForgeSettings> = {}): Promise<Forge> {
  return aForge(Object.fromEntries(Object.entries(files).map(([name, text]) => [`.github/workflows/${name}.yml`, text])), settings)
}

/** A workflow `name` with one job of these steps (YAML flow), started by `on`. */
export function oneJob(name: string, on: string, steps: string, more = ''): string {
  return `name: ${name}\non: ${on}\npermissions: {}\njobs:\n  only:\n    runs-on: ubuntu-latest\n${more}    steps: [${steps}]\n`
}

/** A clone by one person. */
export async function checkoutOf(forge: Forge, login: string): Promise<Checkout> {
  const checkout = await newFolder()
  await checkout.git('clone', '--quiet', forge.repositoryUrl(login), '.')
  return checkout
}

/** A pull request of `bob` from a new branch with one file. */
export async function aPull(forge: Forge, head: string, files: Readonly<Record<string, string>>, base = 'main'): Promise<number> {
  await using checkout = await checkoutOf(forge, 'bob')
  await checkout.push(head, files)
  const { data } = await forge.octokit('bob').rest.pulls.create({ owner, repo, head, base, title: head })
  return data.number
}

/** The status of a refused request and GitHub's message. */
export async function refusalOf(request: Promise<unknown>): Promise<{ status: number; message: string }> {
  try {
    await request
  } catch (error) {
    const { status, response } = error as { status: number; response: { data: { message: string; errors?: unknown[] } } }
    return { status, message: [response.data.message, ...(response.data.errors ?? []).map((one) => JSON.stringify(one))].join(' ') }
  }
  throw new Error('the request was not refused')
}

async function newFolder(): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'forge-checkout-'))
  const identity = {
    GIT_AUTHOR_NAME: 'dev',
    GIT_AUTHOR_EMAIL: 'dev@example.org',
    GIT_COMMITTER_NAME: 'dev',
    GIT_COMMITTER_EMAIL: 'dev@example.org',
  }
  const environment = { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', ...identity }
  const checkout: Checkout = {
    folder,
    git: async (...args) => {
      const { stdout } = await execute('git', args, { cwd: folder, env: environment })
      return stdout.trimEnd()
    },
    write: async (path, text) => {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    },
    push: async (branch, files) => {
      await checkout.git('checkout', '--quiet', '-B', branch)
      await commitFiles(checkout, files)
      await checkout.git('push', '--quiet', 'origin', branch)
      return checkout.git('rev-parse', 'HEAD')
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
  return checkout
}

async function commitFiles(checkout: Checkout, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) await checkout.write(path, text)
  await checkout.git('add', '--all')
  await checkout.git('commit', '--quiet', '--message', `Write ${Object.keys(files).join(', ')}`)
}
