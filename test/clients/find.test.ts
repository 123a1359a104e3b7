import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { chooseFeeds, findClientFile, findClientFiles } from '../../scripts/clients/find.ts'
import { UsageError } from '../../scripts/errors.ts'
import { aFeed } from '../support/build.ts'

const home = await mkdtemp(join(tmpdir(), 'find-clients-'))
let root = home
let count = 0

beforeEach(async () => {
  count += 1
  root = join(home, String(count))
  await mkdir(join(root, 'clients'), { recursive: true })
})

afterAll(() => rm(home, { recursive: true }))

const put = (...path: string[]) => writeFile(join(root, ...path), '')

describe('findClientFile', () => {
  it.each([
    ['acme', {}],
    ['acme/jobs', { feed: 'jobs' }],
    ['acme/jobs/1', { feed: 'jobs/1' }],
    ['clients/acme.yaml', {}],
    ['clients/acme.yaml/jobs', { feed: 'jobs' }],
  ])('finds %s', async (asked, feed) => {
    await put('clients', 'acme.yaml')

    expect(await findClientFile(asked, root)).toEqual({ path: join(root, 'clients/acme.yaml'), root, ...feed })
  })

  it('finds a path from where the person stands', async () => {
    await put('clients', 'acme.yaml')

    expect(await findClientFile('acme.yaml', root, join(root, 'clients'))).toEqual({ path: join(root, 'clients/acme.yaml'), root })
  })

  it('tries a file that lies elsewhere in this checkout, and one of another checkout in its own', async () => {
    await put('draft.yaml')
    const other = join(home, `other-${count}`)
    await mkdir(join(other, 'clients'), { recursive: true })
    await writeFile(join(other, 'clients/acme.yaml'), '')

    const draft = await findClientFile(join(root, 'draft.yaml'), root)
    const another = await findClientFile(join(other, 'clients/acme.yaml'), root)

    expect(draft).toEqual({ path: join(root, 'draft.yaml'), root })
    expect(another).toEqual({ path: join(other, 'clients/acme.yaml'), root: other })
  })

  it('finds a file of the wrong extension, so that its problem is told', async () => {
    await put('clients', 'acme.yml')

    expect(await findClientFile('acme', root)).toEqual({ path: join(root, 'clients/acme.yml'), root })
  })

  it('finds a draft in a folder of clients/, unless the client has a file', async () => {
    await mkdir(join(root, 'clients/a'))
    for (const name of ['a/acme.yaml', 'a/other.yaml', 'acme.yaml']) await put('clients', name)

    const paths = await Promise.all(['acme', 'other'].map(async (id) => (await findClientFile(id, root)).path))

    expect(paths).toEqual([join(root, 'clients/acme.yaml'), join(root, 'clients/a/other.yaml')])
  })

  it.each([
    ['acmee', 'there is no client "acmee": did you mean "acme"?'],
    ['zzz', 'there is no client "zzz": there are acme'],
    ['clients/other.yaml', 'clients/other.yaml does not exist'],
    ['clients', '"clients" is a folder: name one client file in it'],
    ['', 'there is no client "": there are acme'],
  ])('says what there is instead of %s', async (asked, message) => {
    await put('clients', 'acme.yaml')

    await expect(findClientFile(asked, root)).rejects.toThrow(message)
  })

  it('says that clients/ is no folder', async () => {
    await rm(join(root, 'clients'), { recursive: true })
    await put('clients')

    await expect(findClientFile('acme', root)).rejects.toThrow(
      new UsageError('clients: expected the folder of the client files, found a file: move it elsewhere'),
    )
  })

  it('says how to begin where there is no client yet', async () => {
    await rm(join(root, 'clients'), { recursive: true })

    await expect(findClientFile('acme', root)).rejects.toThrow('there are no client files yet')
  })
})

describe('findClientFiles', () => {
  it('takes ids, paths and drafts from elsewhere, each once', async () => {
    await put('clients', 'acme.yaml')
    const draft = join(home, `draft-${count}.yaml`)
    await writeFile(draft, '')

    const { asked } = await findClientFiles(['acme', 'clients/acme.yaml', draft], root)

    expect(asked).toEqual(['clients/acme.yaml', draft])
  })

  it.each([[[]], [['clients']]])('takes all for %j', async (names) => {
    await put('clients', 'acme.yaml')
    await put('clients', 'other.yaml')

    expect((await findClientFiles(names, root)).asked).toEqual(['clients/acme.yaml', 'clients/other.yaml'])
  })

  it.each(['acmee', 'clients/acmee.yaml'])('suggests the nearest for %s', async (name) => {
    await put('clients', 'acme.yaml')

    await expect(findClientFiles([name], root)).rejects.toThrow(
      /there is no client file "(clients\/)?acmee(.yaml)?": did you mean "(clients\/)?acme(.yaml)?"\?/,
    )
  })
})

describe('chooseFeeds', () => {
  const feeds = [aFeed({ name: 'jobs' }), aFeed({ name: 'careers' })]

  it.each([
    [undefined, ['jobs', 'careers']],
    ['careers', ['careers']],
  ])('gives for %s %j', (name, chosen) => {
    expect(chooseFeeds(feeds, name, 'clients/acme.yaml').map((feed) => feed.name)).toEqual(chosen)
  })

  it('suggests the nearest', () => {
    expect(() => chooseFeeds(feeds, 'job', 'clients/acme.yaml')).toThrow('acme.yaml has no feed "job": did you mean "jobs"?')
  })
})
