import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { $ } from 'zx'
import { openTemporaryFolder } from '../scripts/temporary-folder.ts'
import { writeOwnClients } from './support/own-clients.ts'
import { runVerb } from './support/verb.ts'

const feed = (name: string) => `
  ${name}:
    schedule: { cron: "17 6 * * *", timezone: Europe/Paris }
    source: { http: { url: "https://feeds.acme.example/${name}.json" }, format: { json: {} } }
    mapping: { id: id, title: title, url: { const: "https://acme.example/" } }
    expect: { postings: { min: 1, max: 9 } }`

/** A repository of its own with one client, whose feed `careers` is gone since the commit. */
async function withoutCareers() {
  const folder = await openTemporaryFolder('preview-output')
  const file = join(folder.path, 'clients/acme.yaml')
  const head = 'name: Acme\npage: { language: en, title: Work at Acme }\nfeeds:'
  await mkdir(join(folder.path, 'clients/samples/acme'), { recursive: true })
  await writeFile(join(folder.path, 'clients/samples/acme/jobs.json'), '[{"id":"1","title":"Baker"}]')
  await writeFile(file, `${head}${feed('jobs')}${feed('careers')}\n`)
  const git = $({ cwd: folder.path, quiet: true })
  await git`git init -q && git add . && git -c user.name=acme -c user.email=acme@example.com commit -q -m first`
  await writeFile(file, `${head}${feed('jobs')}\n`)
  return { file, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}

describe('the standard output of npm run preview', () => {
  it.each([
    [['--json', '--html', '-'], 'only one of --json and --html - can have standard output'],
    [['--json', '--postings', '-'], 'only one of --json and --postings - can have standard output'],
    [['--postings', '-', '--html', '-'], 'only one of --postings - and --html - can have standard output'],
    [
      ['--json', '--postings', '-', '--html', '-'],
      'only one of --json, --postings - and --html - can have standard output: give a path instead of -',
    ],
  ])('is refused to more than one: %j', async (words, message) => {
    expect(await runVerb('preview', ['any', ...words])).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) })
  })

  it('writes over nothing that it reads', async () => {
    await using client = await withoutCareers()

    const { code, stderr } = await runVerb('preview', [client.file, '--postings', client.file])

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('--postings would overwrite') })
    expect(await readFile(client.file, 'utf8')).toContain('name: Acme')
  })

  it('is the page alone with --html -', async () => {
    await using folder = await openTemporaryFolder('preview-output')
    await writeOwnClients(folder.path)

    const { code, stdout, stderr } = await runVerb('preview', [join(folder.path, 'clients/acme.yaml'), '--html', '-'])

    expect([code, stdout.slice(0, 15), stdout.trimEnd().slice(-7)]).toEqual([0, '<!doctype html>', '</html>'])
    expect(stderr).toContain('would be saved: 2 postings')
  })

  it.runIf(process.platform === 'linux').each([[[]], [['--json']]])(
    'is not cut off in silence where the disk is full: %j',
    async (words) => {
      await using client = await withoutCareers()
      const $$ = $({ quiet: true, nothrow: true })

      const { exitCode, stderr } = await $$`${process.execPath} scripts/preview.ts ${client.file} ${words} > /dev/full`

      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'standard output cannot be written: the disk is full\n' })
    },
  )

  it('is the postings alone with --postings -, though a feed is gone', async () => {
    await using client = await withoutCareers()

    const { code, stdout, stderr } = await runVerb('preview', [client.file, '--base', 'HEAD', '--postings', '-'])

    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('removed with all postings: acme/careers') })
    expect(JSON.parse(stdout)).toMatchObject({ id: '1', title: 'Baker' })
  })
})

describe('the files of npm run preview', () => {
  it('are named from where the person stands', async () => {
    await using client = await withoutCareers()
    await using here = await openTemporaryFolder('preview-here')
    await writeFile(join(here.path, 'jobs.json'), '[{"id":"7","title":"Cook"}]')
    const words = ['--file', 'jobs.json', '--postings', 'now.jsonl', '--html', 'page.html']

    const { code, stderr } = await runVerb('preview', [client.file, ...words], { variables: { INIT_CWD: here.path } })

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(await readFile(join(here.path, 'now.jsonl'), 'utf8'))).toMatchObject({ id: '7', title: 'Cook' })
    expect(await readdir(here.path)).toEqual(['jobs.json', 'now.jsonl', 'page.html'])
  })

  it.runIf(process.platform === 'linux')('may be a pipe', async () => {
    await using client = await withoutCareers()
    const $$ = $({ quiet: true })

    const { stdout } = await $$`${process.execPath} scripts/preview.ts ${client.file} --postings /dev/fd/3 3>&1 > /dev/null | cat`

    expect(JSON.parse(stdout)).toMatchObject({ id: '1', title: 'Baker' })
  })
})
