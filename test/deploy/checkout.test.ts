import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { $ } from 'zx'
import { checkOut } from '../../scripts/deploy/checkout.ts'

/** A repository with one commit, tagged v1, and an uncommitted change of its one client. */
async function repository(): Promise<AsyncDisposable & { readonly root: string }> {
  const root = await mkdtemp(join(tmpdir(), 'client-imports-test-'))
  const git = $({ cwd: root, quiet: true })
  await mkdir(join(root, 'clients'))
  await writeFile(join(root, 'clients/acme.yaml'), 'name: committed\n')
  await writeFile(join(root, 'README.md'), 'read me\n')
  await git`git init -q -b main && git add . && git -c user.name=t -c user.email=t@example.org commit -q -m First && git tag v1`
  await writeFile(join(root, 'clients/acme.yaml'), 'name: changed\n')
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) }
}

describe('checkOut', () => {
  it('gives the configuration as the commit has it, whatever the working tree holds', async () => {
    await using made = await repository()
    await using checkout = await checkOut(made.root, 'v1')

    expect(await readFile(join(checkout.folder, 'clients/acme.yaml'), 'utf8')).toBe('name: committed\n')
    expect(await readdir(checkout.folder)).toEqual(['clients'])
    expect(checkout.commit).toMatch(/^[0-9a-f]{40}$/)
  })

  it('gives it whole, whatever attributes the commit has for archives', async () => {
    await using made = await repository()
    const git = $({ cwd: made.root, quiet: true })
    await writeFile(join(made.root, 'clients/.gitattributes'), 'acme.yaml export-ignore\nbeta.yaml export-subst\n')
    await writeFile(join(made.root, 'clients/beta.yaml'), 'name: $Format:%H$\n')
    await git`git add . && git -c user.name=t -c user.email=t@example.org commit -q -m Second`
    await using checkout = await checkOut(made.root, 'HEAD')

    expect((await readdir(join(checkout.folder, 'clients'))).sort()).toEqual(['.gitattributes', 'acme.yaml', 'beta.yaml'])
    expect(await readFile(join(checkout.folder, 'clients/beta.yaml'), 'utf8')).toBe('name: $Format:%H$\n')
  })

  it('gives what lies in a folder of a larger repository', async () => {
    await using made = await repository()
    await mkdir(join(made.root, 'imports/clients'), { recursive: true })
    await writeFile(join(made.root, 'imports/clients/beta.yaml'), 'name: beta\n')
    await $({ cwd: made.root, quiet: true })`git add . && git -c user.name=t -c user.email=t@example.org commit -q -m Second`
    await using checkout = await checkOut(join(made.root, 'imports'), 'HEAD')

    expect(await readdir(join(checkout.folder, 'clients'))).toEqual(['beta.yaml'])
  })

  it('gives the working tree where that is asked for', async () => {
    await using made = await repository()
    await using checkout = await checkOut(made.root, 'worktree')

    expect(await readFile(join(checkout.folder, 'clients/acme.yaml'), 'utf8')).toBe('name: changed\n')
  })

  it('gives a folder that is no repository as its working tree', async () => {
    const root = await mkdtemp(join(tmpdir(), 'client-imports-test-'))
    await using checkout = await checkOut(root, 'worktree')

    expect(checkout).toMatchObject({ folder: root, commit: '0'.repeat(40) })
    await rm(root, { recursive: true })
  })

  it('leaves no folder behind', async () => {
    await using made = await repository()

    const { folder } = await (async () => {
      await using checkout = await checkOut(made.root, 'HEAD')
      return { folder: checkout.folder }
    })()

    expect(existsSync(folder)).toBe(false)
  })

  it.each(['v9', '--help', ''])('refuses %o, which names no commit', async (ref) => {
    await using made = await repository()

    await expect(checkOut(made.root, ref)).rejects.toThrow('no commit is called')
  })
})
