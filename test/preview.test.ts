import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { $ } from 'zx'
import { runVerb } from './support/verb.ts'

interface Elsewhere extends AsyncDisposable {
  readonly root: string
  readonly file: string
  write(path: string, text: string): Promise<void>
}

/** A repository of its own with one client, `acme`. */
async function elsewhere(client: string): Promise<Elsewhere> {
  const root = await mkdtemp(join(tmpdir(), 'client-imports-test-'))
  const write = async (path: string, text: string) => {
    await mkdir(resolve(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
  await write('clients/acme.yaml', client)
  return { root, file: join(root, 'clients/acme.yaml'), write, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) }
}

async function commit(root: string): Promise<void> {
  const git = $({ cwd: root, quiet: true })
  await git`git init -q && git add . && git -c user.name=acme -c user.email=acme@example.com commit -q -m first`
}

/** A server that gives the feed to those who know the password. */
async function feedServer(body: string) {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === 'Bearer let me in'
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' }).end(isKnown ? body : '')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { host: `127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() }
}

const acme = ({ url = 'https://feeds.acme.example/jobs.json', mapping = '', min = 1 } = {}) => `name: Acme
page: { language: en, title: Work at Acme }
feeds:
  jobs:
    schedule: { cron: "17 6 * * *" }
    source:
      http: { url: "${url}", auth: { bearer: { secret: ACME_TOKEN } } }
      format: { json: {} }
    mapping: { id: id, title: title, url: { const: "https://acme.example/" }${mapping} }
    expect: { postings: { min: ${min} } }
`
const list = (...ids: readonly string[]) => JSON.stringify(ids.map((id) => ({ id, title: `Posting ${id}`, pay: `${id} €` })))

describe('npm run preview', () => {
  it('reads the sample without a secret, judges no number on it, and says where the postings came from', async () => {
    await using folder = await elsewhere(acme({ min: 40 }))
    await folder.write('clients/samples/acme/jobs.json', list('1', '2'))

    const { code, stdout } = await runVerb('preview', [folder.file])

    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('✓ would be saved: 2 postings') })
    expect(stdout).toContain('acme/jobs from clients/samples/acme/jobs.json (its sample, ')
    expect(stdout).toContain('warning: not judged on a sample: 2 postings, expected at least 40')
    expect(stdout).toMatch(/unread fields.*\n +pay +in 2 records/)
  })

  it('says what to do where there is neither sample nor secret', async () => {
    await using folder = await elsewhere(acme())

    const { code, stderr } = await runVerb('preview', [folder.file])

    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/acme\/jobs has no sample, and its source needs ACME_TOKEN: .*--file/),
    })
  })

  it('reads the source itself where the secret is there and --live asks for it', async () => {
    await using server = await feedServer(list('1', '2', '3'))
    await using folder = await elsewhere(acme({ url: `http://${server.host}/` }))
    await folder.write('clients/samples/acme/jobs.json', list('1'))
    const variables = { ACME_TOKEN: 'let me in', ACME_TOKEN_HOST: server.host, FEED_PRIVATE_HOSTS: server.host }

    const [live, quiet, refused] = [
      await runVerb('preview', [folder.file, '--live', '--json'], { variables }),
      await runVerb('preview', [folder.file, '--live', '--json', '--quiet'], { variables }),
      await runVerb('preview', [folder.file, '--live', '--json'], { variables: { ...variables, ACME_TOKEN: 'no' } }),
    ]

    expect(JSON.parse(live.stdout).feeds).toMatchObject([{ from: { kind: 'live' }, outcome: 'saved', counts: { postings: 3 } }])
    expect(JSON.parse(refused.stdout).feeds).toMatchObject([{ outcome: 'failed', cause: 'unauthorised' }])
    expect([live.code, refused.code]).toEqual([0, 1])
    expect([live.stderr, quiet.stderr]).toEqual([`acme/jobs: reading http://${server.host}/\n`, ''])
  })

  it('judges given bytes as a run would', async () => {
    await using folder = await elsewhere(acme({ min: 40 }))
    await folder.write('jobs.json', list('1'))

    const { code, stdout } = await runVerb('preview', [folder.file, '--file', join(folder.root, 'jobs.json')])

    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('✗ would be held (expectation)') })
  })

  it('compares with the file at a commit over the same bytes, and gives all of it as JSON and as a page', async () => {
    await using folder = await elsewhere(acme())
    await folder.write('clients/samples/acme/jobs.json', list('1', '2'))
    await commit(folder.root)
    await folder.write('clients/acme.yaml', acme({ mapping: ', salary: pay' }))
    const page = join(folder.root, 'preview.html')

    const { code, stdout } = await runVerb('preview', [folder.file, '--base', 'HEAD', '--json', '--html', page])

    const [{ base, fillRates }] = JSON.parse(stdout).feeds
    expect({ code, before: base.side.fillRates.salary, now: fillRates.salary }).toEqual({ code: 0, before: undefined, now: 1 })
    expect(base.difference).toEqual({
      counts: { added: 0, removed: 0, changed: 2, unchanged: 0 },
      changedProperties: { salary: 2 },
      added: [],
      removed: [],
      changed: ['1', '2'].map((id) => ({ id, title: `Posting ${id}`, properties: [{ property: 'salary', after: `${id} €` }] })),
    })
    expect(await readFile(page, 'utf8')).toContain('2 changed')
  })

  it('calls everything new where the commit lacks the file', async () => {
    await using folder = await elsewhere(acme())
    await folder.write('clients/samples/acme/jobs.json', list('1'))
    const bare = join(folder.root, 'clients/beta.yaml')
    await commit(folder.root)
    await writeFile(bare, acme().replace('ACME_TOKEN', 'BETA_TOKEN'))
    await folder.write('clients/samples/beta/jobs.json', list('1'))

    const { code, stdout } = await runVerb('preview', [bare, '--base', 'HEAD'])

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('that version has no such feed: every posting is new (1)'),
    })
  })

  it('writes nothing but the postings to standard output where --postings - asks for them', async () => {
    await using folder = await elsewhere(acme())
    await folder.write('clients/samples/acme/jobs.json', list('1', '2'))

    const { stdout, stderr } = await runVerb('preview', [folder.file, '--postings', '-'])

    const postings = stdout.trimEnd().split('\n')
    expect(postings.map((line) => JSON.parse(line).id)).toEqual(['1', '2'])
    expect(stderr).toContain('would be saved: 2 postings')
  })

  it.each([
    [['acmee'], 'there is no client "acmee": did you mean "acme"?'],
    [['acme/job'], 'acme.yaml has no feed "job": did you mean "jobs"?'],
    [['nowhere.yaml'], 'nowhere.yaml does not exist'],
    [['acme', '--file', 'nowhere.csv'], 'nowhere.csv cannot be read: there is no such file or folder'],
    [['acme', '--base', 'nowhere'], 'no commit is called nowhere here'],
  ])('%j: %s', async (words, message) => {
    await using folder = await elsewhere(acme())
    await commit(folder.root)

    const { code, stderr } = await runVerb('preview', words, { cwd: folder.root })

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) })
  })
})

describe('npm run sample', () => {
  it('takes a sample of given bytes with the postings that it gives, which previews then read', async () => {
    await using folder = await elsewhere(acme())
    await folder.write('jobs.json', JSON.stringify(Array.from({ length: 50 }, (_, id) => ({ id, title: `Posting ${id}`, contact: 'Ann' }))))

    const taken = await runVerb('sample', [folder.file, '--file', join(folder.root, 'jobs.json'), '--records', '3'])
    const preview = await runVerb('preview', [folder.file, '--json'])

    expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining('clients/samples/acme/jobs.json: 4 of 50 records') })
    expect(await readFile(join(folder.root, 'clients/samples/acme/jobs.json'), 'utf8')).not.toContain('Ann')
    const expected = await readFile(join(folder.root, 'clients/samples/acme/jobs.postings.jsonl'), 'utf8')
    expect(
      expected
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(JSON.parse(preview.stdout).feeds[0].postings)
  })

  it('says how to name one feed of a file anywhere', async () => {
    await using folder = await elsewhere(acme().replace(/ {2}jobs:.*/s, (jobs) => jobs + jobs.replace('jobs', 'others')))
    await folder.write('jobs.json', list('1'))

    const several = await runVerb('sample', [folder.file, '--file', 'clients/samples'])
    const one = await runVerb('sample', [`${folder.file}/jobs`, '--file', join(folder.root, 'jobs.json')])

    expect(several).toMatchObject({ code: 1, stderr: expect.stringContaining(`say ${folder.file}/jobs or ${folder.file}/others`) })
    expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining('clients/samples/acme/jobs.json: 1 of 1 record') })
  })

  it('says from where it reads before the host has answered, and why it cannot', async () => {
    await using server = await feedServer(list('1'))
    await using folder = await elsewhere(acme({ url: `http://${server.host}/` }))
    const variables = { ACME_TOKEN: 'no', ACME_TOKEN_HOST: server.host, FEED_PRIVATE_HOSTS: server.host }

    const { code, stderr } = await runVerb('sample', [folder.file], { variables })

    expect({ code, stderr: stderr.split('\n').slice(0, 2) }).toEqual({
      code: 1,
      stderr: [`acme/jobs: reading http://${server.host}/`, 'acme/jobs: expected 200, got 401'],
    })
  })

  it('writes the expected postings anew after a change of the mapping, and keeps the sample', async () => {
    await using folder = await elsewhere(acme({ mapping: ', salary: pay' }))
    await folder.write('clients/samples/acme/jobs.json', list('1'))

    const { code } = await runVerb('sample', [folder.file, '--update'])

    expect(code).toBe(0)
    expect(await readFile(join(folder.root, 'clients/samples/acme/jobs.json'), 'utf8')).toBe(list('1'))
    const postings = await readFile(join(folder.root, 'clients/samples/acme/jobs.postings.jsonl'), 'utf8')
    expect(JSON.parse(postings)).toMatchObject({ salary: '1 €' })
  })

  it('updates nothing where there is no sample', async () => {
    await using folder = await elsewhere(acme())

    const { code, stderr } = await runVerb('sample', [folder.file, '--update'])

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('acme/jobs has no sample yet') })
  })
})
