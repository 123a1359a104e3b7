import { lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type RewriteReport, rewriteFiles, saveInPlace } from '../../scripts/clients/rewrite-files.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'

const client = 'name: Acme\nfeeds: {}\n'

/** A checkout, a folder beside it that is none of its business, and what a rewriting of one file in them does. */
async function openWorld() {
  const folder = await openTemporaryFolder('rewrite')
  const [root, elsewhere] = [join(folder.path, 'checkout'), join(folder.path, 'elsewhere')]
  await mkdir(join(root, 'clients'), { recursive: true })
  await mkdir(elsewhere)
  await writeFile(join(elsewhere, 'acme.yaml'), client)
  await writeFile(join(root, 'clients/acme.yaml'), client)
  const rewrite = (file: string): RewriteReport =>
    rewriteFiles(root, [file], (text) => ({ text: text.replace('Acme', 'Other') }), saveInPlace(root))[0]!
  return { root, elsewhere, rewrite, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] }
}

describe('rewriteFiles', () => {
  it.each([
    ['a link in clients/', 'checkout/clients/link.yaml', '../../elsewhere/acme.yaml', 'clients/link.yaml', 'this repository'],
    ['a link in another folder of the checkout', 'checkout/link.yaml', '../elsewhere/acme.yaml', 'link.yaml', 'this repository'],
    ['a link that is no client of ours', 'drafts/link.yaml', '../elsewhere/acme.yaml', '../drafts/link.yaml', 'its folder'],
    ['a folder that is a link', 'checkout/drafts', '../elsewhere', 'drafts/acme.yaml', 'this repository'],
    ['a link to a link', 'checkout/clients/link.yaml', '../../drafts/acme.yaml', 'clients/link.yaml', 'this repository'],
  ])('writes to nothing that lies elsewhere: %s', async (_, link, target, file, home) => {
    await using world = await openWorld()
    const base = join(world.root, '..')
    await mkdir(join(base, 'drafts'))
    await symlink('../elsewhere/acme.yaml', join(base, 'drafts/acme.yaml'))
    await symlink(target, join(base, link))

    const report = world.rewrite(file.startsWith('..') ? join(world.root, file) : file)

    expect(report).toMatchObject({
      kind: 'left',
      reason: `expected a file of ${home}, found a link that leaves it: put the file itself here`,
    })
    expect(await readFile(join(world.elsewhere, 'acme.yaml'), 'utf8')).toBe(client)
  })

  it('shows nothing of what a link calls a client file', async () => {
    await using world = await openWorld()
    await writeFile(join(world.root, '.env'), 'SECRET=1\n')
    await symlink('../.env', join(world.root, 'clients/link.yaml'))

    expect(world.rewrite('clients/link.yaml')).toMatchObject({
      reason: 'expected a link to a .yaml file, found a link to something else: put the file itself here',
    })
  })

  it.each([
    ['clients/link.yaml', 'acme.yaml', 'clients/acme.yaml'],
    ['link.yaml', 'clients/acme.yaml', 'clients/acme.yaml'],
    ['../elsewhere/link.yaml', 'acme.yaml', '../elsewhere/acme.yaml'],
  ])('writes through a link that stays where it is: %s', async (link, target, file) => {
    await using world = await openWorld()
    await symlink(target, join(world.root, link))

    const report = world.rewrite(link.startsWith('..') ? join(world.root, link) : link)

    expect(report.kind).toBe('changed')
    expect(await readFile(join(world.root, file), 'utf8')).toBe(client.replace('Acme', 'Other'))
    expect((await lstat(join(world.root, link))).isSymbolicLink()).toBe(true)
  })

  it.each([
    [
      'a workflow',
      'name: CI\non: push\njobs: {}\n',
      /^expected a client file, an object with name, page and feeds, found an object with name, on, jobs: /,
    ],
    ['nothing', '', /^expected a client file, .*, found nothing: /],
    ['comments alone', '# to be written\n', /^expected a client file, .*, found nothing: /],
    ['a list', '- feeds\n', /^expected a client file, .*, found a list of 1: /],
    ['a newer version', 'version: 7\nfeeds: {}\n', /^1:10 expected a version up to 2, found 7: bring your checkout up to date/],
    ['a tab', 'feeds:\n\tjobs: {}\n', /^2:1 tabs are not allowed as indentation: indent with spaces/],
    ['several documents', 'feeds: {}\n---\nfeeds: {}\n', /^2:1 a second document begins here: /],
    ['a key twice', 'feeds: {}\nfeeds: {}\n', /^2:1 keys must be unique: /],
    ['NUL', 'feeds: { "a\0": 1 }\n', /^1:12 expected text alone, found the control character U\+0000: /],
    ['aliases that multiply', `feeds: &a [x]\nb: [${'*a, '.repeat(200)}]\n`, /^2:5 expected at most 100 aliases/],
    ['3,000 levels', `feeds: ${'['.repeat(3000)}${']'.repeat(3000)}\n`, /expected at most 60 levels/],
    ['what is no UTF-8', Buffer.from('feeds: \xe9\n', 'latin1'), /^1:8 expected UTF-8, found the byte 0xE9: /],
  ])('leaves alone, and says why, %s', async (_, content, reason) => {
    await using world = await openWorld()
    await writeFile(join(world.root, 'clients/acme.yaml'), content)

    const report = world.rewrite('clients/acme.yaml')

    expect(report).toEqual({ file: 'clients/acme.yaml', kind: 'left', reason: expect.stringMatching(reason) })
    expect(await readFile(join(world.root, 'clients/acme.yaml'))).toEqual(Buffer.from(content))
  })

  it('goes on after a file that may not be written', async () => {
    await using world = await openWorld()
    const other = 'clients/other.yaml'
    await writeFile(join(world.root, other), 'feeds: {}\n')
    const save = (file: string) => {
      if (file === other) throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' })
    }

    const reports = rewriteFiles(world.root, [other, 'clients/acme.yaml'], (text) => ({ text: `${text}# end\n` }), save)

    expect(reports).toMatchObject([
      { file: other, kind: 'left', reason: 'it cannot be written: nothing can be written there: name another place' },
      { file: 'clients/acme.yaml', kind: 'changed' },
    ])
  })

  it('works in a checkout that is itself reached by a link', async () => {
    await using world = await openWorld()
    await symlink('checkout', join(world.root, '../here'))

    const reports = rewriteFiles(join(world.root, '../here'), ['clients/acme.yaml'], (text) => ({ text }), saveInPlace(world.root))

    expect(reports).toEqual([{ file: 'clients/acme.yaml', kind: 'same' }])
  })
})
