import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { $ } from 'zx'
import { contentOf, listTree } from '../../scripts/github/git.ts'
import { pushBranch } from '../../scripts/github/promotion-branch.ts'
import { diffTrees, promotionTree } from '../../scripts/process/promotion.ts'

let root: string
const base = ['name: Acme', 'feeds:', '  jobs:', '    cron: 1', '  careers:', '    cron: 1', 'team: a', ''].join('\n')
const variables = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
const clone = () => ({ root, serverUrl: 'http://forge.example', token: 'none', variables })
const git = async (...words: string[]) =>
  (await $({ cwd: root, quiet: true, env: variables })`git -c user.name=dev -c user.email=dev@example.org ${words}`).stdout.trim()

/** A branch from main with acme.yaml as given; its commit. */
async function branch(name: string, from: string, text: string): Promise<string> {
  await git('switch', '--quiet', '--force-create', name, from)
  await writeFile(join(root, 'acme.yaml'), text)
  await git('add', '--all')
  await git('commit', '--quiet', '--allow-empty', '--message', name)
  return git('rev-parse', 'HEAD')
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'content-'))
  await git('init', '--quiet', '--initial-branch=main')
  await writeFile(join(root, 'acme.yaml'), base)
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'Begin')
})

afterAll(() => rm(root, { recursive: true, force: true }))

describe('contentOf', () => {
  const changed = base.replace('    cron: 1\n  careers', '    cron: 2\n  careers')

  it('is the same for the same change in other commits', async () => {
    const first = await branch('first', 'main', changed)
    await branch('second', 'main', `${base}# a detour\n`)
    const second = await branch('second', 'second', changed)

    expect(await contentOf(clone(), 'main', second)).toBe(await contentOf(clone(), 'main', first))
  })

  it('is the same after the base was merged, which changed another file', async () => {
    const before = await branch('merged', 'main', changed)
    const old = await contentOf(clone(), 'main', before)
    await git('switch', '--quiet', 'main')
    await writeFile(join(root, 'other.yaml'), 'name: Other\n')
    await git('add', '--all')
    await git('commit', '--quiet', '--message', 'Other')
    await git('switch', '--quiet', 'merged')
    await git('merge', '--quiet', '--no-edit', 'main')

    expect(await contentOf(clone(), 'main', 'merged')).toBe(old)
  })

  it.each([
    ['another value', base.replace('    cron: 1\n  careers', '    cron: 3\n  careers')],
    ['white space, which is meaning in YAML', base.replace('    cron: 1\n  careers', '      cron: 2\n  careers')],
    ['the same lines at another place', base.replace('    cron: 1\nteam', '    cron: 2\nteam')],
    ['one more line', `${changed}# more\n`],
  ])('differs for %s', async (_, text) => {
    const approved = await branch('approved', 'main', changed)
    const now = await branch('now', 'main', text)

    expect(await contentOf(clone(), 'main', now)).not.toBe(await contentOf(clone(), 'main', approved))
  })

  it('is nothing that an approval could be for where the commit is gone', async () => {
    expect(await contentOf(clone(), 'main', 'a'.repeat(40))).toBeUndefined()
  })
})

describe('pushBranch', () => {
  it('pushes exactly the given files on top of its parent, and leaves the index alone', async () => {
    const remote = await mkdtemp(join(tmpdir(), 'remote-'))
    await $({ quiet: true })`git init --quiet --bare ${remote}`
    await git('remote', 'add', 'origin', remote)
    const parent = await git('rev-parse', 'main')
    const staging = await branch('staging', 'main', changedTitle)
    const trees = { incoming: await listTree(clone(), staging), present: await listTree(clone(), parent) }
    const index = await git('ls-files', '--stage')

    const author = { name: 'importer[bot]', email: 'importer@example.org' }
    const commit = await pushBranch(clone(), {
      entries: promotionTree(trees, []),
      parent,
      branch: 'promotion/next',
      message: 'Promote',
      author,
    })

    const pushed = await $({ cwd: remote, quiet: true })`git log --format=%H%n%P%n%an promotion/next -1`.text()
    expect(pushed.trim().split('\n')).toEqual([commit, parent, 'importer[bot]'])
    expect(diffTrees({ incoming: await listTree(clone(), commit), present: trees.incoming })).toEqual([])
    expect(await git('ls-files', '--stage')).toBe(index)
    await rm(remote, { recursive: true, force: true })
  })
})

const changedTitle = base.replace('Acme', 'Acme Group')
