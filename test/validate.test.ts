import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTemporaryFolder } from '../scripts/temporary-folder.ts'
import { runVerb } from './support/verb.ts'

/** Every kind of check finds something in it, once it has the schema's shape. */
const draft = `name: Acme
page: { language: fr, title: Acme recrute }
feeds:
  jobs:
    schedule: { cron: "99 * * * *", timezone: Paris }
    source:
      http: { url: "https://a:b@FEEDS.acme.example./jobs.csv", headers: { Cookie: x }, auth: { bearer: { secret: OTHER_TOKEN } } }
      format: { csv: {} }
    keep: [{ path: a, matches: "(" }]
    mapping:
      id: a..b
      title: { from: a, match: "(", take: 0, html: true }
      url: { expr: "a + " }
      datePosted: { from: a, date: YYYY }
      location: { country: { const: France } }
      employmentType: { const: FULLTIME }
`

describe('npm run validate -- --json', () => {
  it('gives every problem its place, its path, what was found, what is expected and what to write', async () => {
    await using folder = await openTemporaryFolder('validate')
    const file = join(folder.path, 'acme.yaml')
    await writeFile(file, draft)

    const { code, stdout } = await runVerb('validate', ['--no-cache', '--json', file])

    const { files, problems } = JSON.parse(stdout)
    const [words, count] = [expect.stringMatching(/./), expect.any(Number)]
    const whole = {
      file,
      line: count,
      column: count,
      path: expect.any(Array),
      rule: words,
      found: words,
      expected: words,
      message: words,
      fix: words,
    }
    expect({ code, files }).toEqual({ code: 1, files: 1 })
    expect(problems.map(({ atKey: _, ...problem }: { atKey?: boolean }) => problem)).toEqual(problems.map(() => whole))
    expect([...new Set(problems.map(({ rule }: { rule: string }) => rule))].sort()).toEqual([
      'feedsHaveAnAbsoluteBound',
      'headersCarryNoCredential',
      'hostsAreLiteral',
      'mappingsCanBeCompiled',
      'schedulesCanBeRead',
      'secretsAreNamedAfterTheirClient',
      'urlsCarryNoCredential',
      'wordsAreThoseOfPostings',
    ])
    expect(problems).toContainEqual(expect.objectContaining({ path: ['feeds', 'jobs', 'keep', 0, 'matches'], found: '"("' }))
  })

  it('tells no credential, neither found nor expected', async () => {
    await using folder = await openTemporaryFolder('validate')
    const file = join(folder.path, 'acme.yaml')
    await writeFile(
      file,
      draft.replace('a:b@', 'ann:hunter2@').replace('Cookie: x', 'Cookie: hunter2').replace('jobs.csv', 'jobs.csv?api_key=hunter2'),
    )

    const { stdout } = await runVerb('validate', ['--no-cache', '--json', file])

    expect(stdout).toContain('urlsCarryNoCredential')
    expect(stdout).not.toContain('hunter2')
  })

  it.each([
    ['a password where its name is wanted', 'secret: OTHER_TOKEN', 'secret: hunter2'],
    ['a token in the place of its name', '{ bearer: { secret: OTHER_TOKEN } }', '{ bearer: hunter2 }'],
    ['a token alone', '{ bearer: { secret: OTHER_TOKEN } }', 'hunter2'],
    ['a password in what is no URL of the web', 'https://a:b@', 'ftp://a:hunter2@'],
  ])('tells nothing of %s', async (_, right, wrong) => {
    await using folder = await openTemporaryFolder('validate')
    const file = join(folder.path, 'acme.yaml')
    await writeFile(file, draft.replace(right, wrong))

    const { stdout } = await runVerb('validate', ['--no-cache', '--json', file])

    expect(JSON.parse(stdout).problems.length).toBeGreaterThan(0)
    expect(stdout).not.toContain('hunter2')
  })
})
