import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { $ } from 'zx'

/** A clone in which one person works. */
export interface Folder {
  readonly path: string
  git(...words: readonly string[]): Promise<string>
  write(path: string, text: string): Promise<void>
}

/** Git in a folder, as one person, whatever the settings of this machine's user are. */
function folderOf(path: string, person: string): Folder {
  const identity = { NAME: person, EMAIL: `${person}@users.noreply.github.com` }
  const names = Object.entries(identity).flatMap(([key, value]) =>
    ['AUTHOR', 'COMMITTER'].map((role) => [`GIT_${role}_${key}`, value] as const),
  )
  const env = { PATH: process.env.PATH ?? '', HOME: path, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', ...Object.fromEntries(names) }
  return {
    path,
    git: async (...words) => (await $({ cwd: path, env, quiet: true })`git ${words}`).stdout.trim(),
    async write(file, text) {
      await mkdir(dirname(join(path, file)), { recursive: true })
      await writeFile(join(path, file), text)
    },
  }
}

/**
 * The product as this checkout has it at a commit, in a new repository with the story's team and clients on `main`.
 * Its node_modules are this checkout's.
 */
export async function newRepository(
  path: string,
  product: { readonly checkout: string; readonly ref: string },
  files: Readonly<Record<string, string>>,
): Promise<Folder> {
  await mkdir(path, { recursive: true })
  await $({ cwd: product.checkout, quiet: true })`git archive --format=tar ${product.ref}`.pipe($({ quiet: true })`tar -x -C ${path}`)
  const { stdout } = await $({ cwd: path, quiet: true })`find clients -name '*.yaml' -delete; rm -rf clients/samples; ls`
  if (!stdout.includes('package.json'))
    throw new Error(`${product.checkout} has no package.json at ${product.ref}: run this in the product's checkout`)
  const folder = folderOf(path, 'rita')
  for (const [file, text] of Object.entries(files)) await folder.write(file, text)
  await folder.git('init', '--quiet', '--initial-branch=main')
  await folder.git('add', '--all')
  await folder.git('commit', '--quiet', '--message', 'Begin')
  await symlink(join(product.checkout, 'node_modules'), join(path, 'node_modules'))
  return folder
}

/** A fresh clone, replacing what was there. */
export async function cloneInto(path: string, url: string, person: string): Promise<Folder> {
  await rm(path, { recursive: true, force: true })
  await mkdir(path, { recursive: true })
  const folder = folderOf(path, person)
  await folder.git('clone', '--quiet', url, '.')
  return folder
}
