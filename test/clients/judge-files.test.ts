import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { judgeFiles } from '../../scripts/clients/judge-files.ts'
import { listClientFiles } from '../../scripts/config/read.ts'
import { aClient } from '../support/build.ts'
import { ownClients, writeOwnClients } from '../support/own-clients.ts'

const home = await mkdtemp(join(tmpdir(), 'client-files-'))
let root = home
let count = 0

beforeEach(async () => {
  count += 1
  root = join(home, String(count))
  await mkdir(join(root, 'clients'), { recursive: true })
})

afterAll(() => rm(home, { recursive: true }))

const put = (name: string, content: string | Uint8Array) => writeFile(join(root, 'clients', name), content)
const acmeFile = ownClients['clients/acme.yaml']!
const keeping = () => ({ file: join(root, '.local/verdicts.json'), program: resolve('.') })

async function judge(): Promise<string[]> {
  const problems = await judgeFiles(root, await listClientFiles(root), keeping())
  return problems.map(({ file, line, column, rule, message, fix }) => `${file}:${line}:${column} ${rule}: ${message} | ${fix}`)
}

describe('judgeFiles', () => {
  it('tells what is no client file, each with its place, and judges the rest', async () => {
    const outside = join(home, `outside-${count}.yaml`)
    await writeFile(outside, stringify(aClient()))
    await mkdir(join(root, 'clients', 'folder.yaml'))
    await symlink(outside, join(root, 'clients', 'leaving.yaml'))
    await symlink(join(root, 'nowhere'), join(root, 'clients', 'broken.yaml'))
    await symlink('acme.yaml', join(root, 'clients', 'inside.yaml'))
    await put('acme.yaml', `\uFEFF${stringify(aClient({ page: { language: 'fr', title: 'x', slug: 'one' } }))}`)
    await put('latin.yaml', Buffer.from('name: Acm\xe9\n', 'latin1'))
    await put('wide.yaml', Buffer.from('\ufeffname: x\n', 'utf16le'))
    await put('other.yml', stringify(aClient()))
    await put('large.yaml', '#'.repeat(5_000_000))
    await mkdir(join(root, 'clients/samples/acme'), { recursive: true })
    await mkdir(join(root, 'clients/a/b'), { recursive: true })
    for (const folder of ['samples/acme', 'a/b']) await put(`${folder}/deep.yaml`, stringify(aClient()))

    expect(await judge()).toEqual([
      'clients/a/b/deep.yaml:1:1 file: expected a file directly in clients/, found one in clients/a/b/ | move it to clients/deep.yaml, or out of clients/',
      'clients/acme.yaml:5:9 pageSlugsAreUnique: "one" is also the page of clients/inside.yaml | choose another slug in one of them',
      'clients/broken.yaml:1:1 file: expected a file, found nothing, or a link to nothing | put the file itself here',
      'clients/folder.yaml:1:1 file: expected a file, found a directory | a client is one file',
      'clients/inside.yaml:5:9 pageSlugsAreUnique: "one" is also the page of clients/acme.yaml | choose another slug in one of them',
      'clients/large.yaml:1:1 size: expected at most 250000 bytes, found 5000000 bytes | leave out what is no setting: real client files have a few thousand',
      'clients/latin.yaml:1:10 encoding: expected UTF-8, found the byte 0xE9 | save the file as UTF-8',
      'clients/leaving.yaml:1:1 file: expected a file of this repository, found a link that leaves it | put the file itself here',
      'clients/other.yml:1:1 extension: expected .yaml, found .yml | rename it to .yaml: one extension, one place to look',
      'clients/wide.yaml:1:1 encoding: expected UTF-8, found UTF-16 | save the file as UTF-8',
    ])
  })

  it.each([
    ['id: referencenumber', 'id: refrencenumber', '"refrencenumber" | did you mean "referencenumber"?'],
    ['- company', '- compny', '"compny" | did you mean "company"?'],
    ['city: city', 'city: town', undefined],
    ['records: source.job', 'records: source.jobs', 'no element at "source.jobs"'],
  ])('compares the fields of a file with its sample: %s -> %s', async (right, wrong, expected) => {
    await writeOwnClients(root)
    await put('acme.yaml', acmeFile.replace(right, wrong))

    expect(await judge()).toEqual(expected === undefined ? [] : [expect.stringContaining(expected)])
  })

  it('compares with the sample what the schema has nothing against', async () => {
    await writeOwnClients(root)
    await put('acme.yaml', acmeFile.replace('id: referencenumber', 'id: refrencenumber').replace('ignore:', 'ignored:'))

    expect(await judge()).toEqual([
      expect.stringContaining('did you mean "referencenumber"?'),
      expect.stringContaining('did you mean "ignore"?'),
    ])
  })

  it('keeps a verdict while nothing changes', async () => {
    await put('acme.yaml', 'name: x\n')
    await judge()
    const told = await readFile(keeping().file, 'utf8')
    await writeFile(keeping().file, told.replaceAll('is missing', 'was kept'))

    expect(await judge()).toEqual(expect.arrayContaining([expect.stringContaining('was kept')]))
  })

  it.each<[string, () => Promise<unknown>]>([
    ['the file', () => put('acme.yaml', 'name: y\n')],
    [
      'the judges',
      async () => writeFile(keeping().file, (await readFile(keeping().file, 'utf8')).replace(/"judges":".{8}/, '"judges":"otherwise')),
    ],
    ['the kept verdicts themselves', () => writeFile(keeping().file, '{"judges": [')],
  ])('judges anew when what changed is %s', async (_, change) => {
    await put('acme.yaml', 'name: x\n')
    await judge()
    const told = await readFile(keeping().file, 'utf8')
    await writeFile(keeping().file, told.replaceAll('is missing', 'was kept'))
    await change()

    expect(await judge()).toEqual(expect.arrayContaining([expect.stringContaining('"page" is missing')]))
  })

  it.each<[string, () => Promise<unknown>]>([
    ['a file where their folder should be', () => writeFile(join(root, '.local'), '')],
    ['a folder in their place', () => mkdir(keeping().file, { recursive: true })],
  ])('finds the same where verdicts cannot be kept for %s', async (_, hinder) => {
    await put('acme.yaml', 'name: x\n')
    await hinder()

    const told = await judge()

    expect(told).toEqual(expect.arrayContaining([expect.stringContaining('"page" is missing')]))
    expect((await readdir(root, { recursive: true })).filter((name) => name.includes('.local/verdicts.json.'))).toEqual([])
  })

  it('judges anew when the sample appears or changes', async () => {
    await put('acme.yaml', acmeFile)
    const without = await judge()
    await writeOwnClients(root)
    const withSample = await judge()
    await writeFile(join(root, 'clients/samples/acme/jobs.xml'), '<source><job><referncenumber>1</referncenumber></job></source>')

    expect(without).toEqual([expect.stringContaining('samplesCanBeRead')])
    expect(withSample).toEqual([])
    expect(await judge()).toEqual([expect.stringContaining('did you mean "referncenumber"?')])
  })

  it('finds two clients with one page though neither file changed its verdict', async () => {
    await put('acme.yaml', stringify(aClient()))
    await put('other.yaml', stringify(aClient()))
    await judge()
    await put('other.yaml', stringify(aClient({ page: { language: 'fr', title: 'x', slug: 'acme' } })))

    expect(await judge()).toEqual([
      expect.stringMatching(/^clients\/acme.yaml:\d+:\d+ pageSlugsAreUnique/),
      expect.stringMatching(/^clients\/other.yaml:5:9 pageSlugsAreUnique/),
    ])
  })

  it('judges many files in threads: each once, told in their order', async () => {
    const names = Array.from({ length: 700 }, (_, index) => `client-${String(index).padStart(3, '0')}.yaml`)
    for (const name of names) await put(name, 'name: x\npage: {}\npage: {}\n')

    const told = await judge()

    expect(told.filter((line) => line.includes('uniqueKeys'))).toEqual(
      names.map((name) => expect.stringMatching(`^clients/${name}:3:1 uniqueKeys`)),
    )
  })

  it('stays right when several processes judge at once', async () => {
    for (const id of ['a', 'b', 'c']) await put(`${id}.yaml`, stringify(aClient()))
    const validate = () =>
      new Promise((end) => spawn(process.execPath, [resolve('scripts/validate.ts'), '--json'], { cwd: root }).on('exit', end))

    const codes = await Promise.all([validate(), validate(), validate(), validate()])

    expect(codes).toEqual([0, 0, 0, 0])
    expect(JSON.parse(await readFile(keeping().file, 'utf8')).verdicts).toHaveLength(3)
  })
})
