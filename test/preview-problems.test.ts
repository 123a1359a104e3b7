import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { $ } from 'zx'
import { openTemporaryFolder } from '../scripts/temporary-folder.ts'
import { type Ran, runVerb } from './support/verb.ts'

const good = `name: Acme
page: { language: en, title: Work at Acme }
feeds:
  jobs:
    schedule: { cron: "17 6 * * *", timezone: Europe/Paris }
    source: { http: { url: "https://feeds.acme.example/jobs.json" }, format: { json: {} } }
    mapping: { id: id, title: title, url: { const: "https://acme.example/" } }
    expect: { postings: { min: 1, max: 9 } }
`
const misspelt = good.replace('schedule:', 'schedul:')

const folder = await openTemporaryFolder('preview-problems')
const file = join(folder.path, 'clients/acme.yaml')
afterAll(() => folder[Symbol.asyncDispose]())

/** A repository of its own with one client, whose file has a problem at the first commit and none at the second. */
beforeAll(async () => {
  await mkdir(join(folder.path, 'clients/samples/acme'), { recursive: true })
  await writeFile(join(folder.path, 'clients/samples/acme/jobs.json'), '[{"id":"1","title":"Baker"}]')
  const git = $({ cwd: folder.path, quiet: true })
  await git`git init -q && git config user.name acme && git config user.email acme@example.com`
  for (const text of [misspelt, good]) {
    await writeFile(file, text)
    await git`git add . && git commit -q -m change`
  }
})

function preview(...words: readonly string[]): Promise<Ran> {
  return runVerb('preview', [file, ...words])
}

const place = { client: 'acme', file: relative('.', file), environment: 'staging' }
const problem = expect.objectContaining({ rule: 'schema', line: 5, column: 5 })

describe('npm run preview', () => {
  it('names the problems of a file as validate does, and as JSON with what it looked at', async () => {
    await writeFile(file, misspelt)

    const told = await preview('--base', 'HEAD')
    const json = await preview('--base', 'HEAD', '--environment', 'staging', '--json')

    expect({ code: told.code, stderr: told.stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/acme\.yaml:5:\d+ problem .*\n(?:.*\n)*.*did you mean "schedule"/),
    })
    expect({ ...json, stdout: JSON.parse(json.stdout) }).toEqual({
      code: 1,
      stdout: { ...place, problems: expect.arrayContaining([problem]), feeds: [] },
      stderr: '',
    })
  })

  it('previews no feed that is not there, and none where two were named', async () => {
    await writeFile(file, good)

    const { code, stderr } = await preview('--feed', 'others')
    const both = await runVerb('preview', [`${file}/jobs`, '--feed', 'others'])

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('acme.yaml has no feed "others"') })
    expect(both).toEqual({ code: 1, stdout: '', stderr: `${file}/jobs and --feed others are two feeds: name one\n` })
  })

  it('says in every form that nothing is compared where the file had problems at the commit', async () => {
    await writeFile(file, good)
    const page = join(folder.path, 'preview.html')

    const told = await preview('--base', 'HEAD~1')
    const json = await preview('--base', 'HEAD~1', '--environment', 'staging', '--json', '--html', page)

    expect(told).toEqual({
      code: 0,
      stdout: expect.stringMatching(/compared with HEAD~1.*\n +no comparison: the client file has \d+ problems? there/),
      stderr: expect.stringContaining('did you mean "schedule"'),
    })
    expect({ ...json, stdout: JSON.parse(json.stdout) }).toEqual({
      code: 0,
      stdout: {
        ...place,
        problems: [],
        feeds: [expect.objectContaining({ outcome: 'saved', base: { ref: 'HEAD~1', problems: expect.arrayContaining([problem]) } })],
      },
      stderr: '',
    })
  })
})
