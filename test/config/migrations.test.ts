import { describe, expect, it } from 'vitest'
import { upgradeText } from '../../scripts/config/migrations.ts'
import { parseClient } from '../../scripts/config/parse.ts'

const old = `# Acme, since 2024
name: Acme
page: { language: fr, title:   Acme }   # kept as it is
feeds:
  jobs:
    schedule: { cron: "17 */4 * * *" }
    source: { http: { url: "https://feeds.acme.example/jobs.xml" }, format: { xml: { records: source.job } } }
    mapping:
      id:
        from: ref
        replace:
          - text: "ref-" # their prefix
            by: ""
      title: { from: text, text: true }
      url: url
      employmentType: { from: type, map: { replace: FULL_TIME, text: PART_TIME } }
      location: { city: { from: city, replace: [{ by: "", "text": Cedex }] } }
    expect: { postings: { min: 1 } }
environments:
  staging: { feeds: { jobs: { mapping: { url: { from: url, replace: [{ text: www, by: staging }] } } } } }
`

describe('upgradeText', () => {
  it('carries a file of version 1 forward, and touches nothing else', () => {
    const upgraded = upgradeText(old)

    expect(upgraded?.split('\n').filter((line, index) => line !== `\n${old}`.split('\n')[index])).toEqual([
      '# Acme, since 2024',
      'version: 2',
      '          - find: "ref-" # their prefix',
      '      location: { city: { from: city, replace: [{ by: "", find: Cedex }] } }',
      '  staging: { feeds: { jobs: { mapping: { url: { from: url, replace: [{ find: www, by: staging }] } } } } }',
    ])
    expect(parseClient(upgraded!, 'clients/acme.yaml')).toMatchObject({ ok: true, value: { client: { version: 2 } } })
  })

  it('leaves what is in the current version', () => {
    expect(upgradeText(upgradeText(old)!)).toBeUndefined()
  })

  it('leaves a file in which nothing has changed since', () => {
    expect(upgradeText('name: Acme\n')).toBeUndefined()
  })

  it('raises a version that the file names', () => {
    expect(upgradeText(`version: 1 # first\n${old}`)).toMatch(/^version: 2 # first\n# Acme/)
  })

  it.each([
    ['version:\n', 'version: 2\n'],
    ['version: # which?\n', 'version: 2 # which?\n'],
    ['"version" : ~\n', '"version" : 2\n'],
  ])('raises a version that says nothing: %j', (before, after) => {
    expect(upgradeText(`${before}${old}`)).toMatch(new RegExp(`^${after.replace('?', '\\?')}# Acme`))
  })

  it('raises one that says nothing in braces', () => {
    const upgraded = upgradeText('{ version, feeds: { jobs: { mapping: { id: { from: a, replace: [{ text: x, by: y }] } } } } }')

    expect(upgraded).toBe('{ version: 2, feeds: { jobs: { mapping: { id: { from: a, replace: [{ find: x, by: y }] } } } } }')
  })

  it('keeps line ends of Windows', () => {
    expect(upgradeText(old.replaceAll('\n', '\r\n'))).toMatch(/^# Acme, since 2024\r\nversion: 2\r\nname/)
  })

  it.each(['', 'a: [', '- a', '['.repeat(3000)])('leaves what is no client file: %#', (text) => {
    expect(upgradeText(text)).toBeUndefined()
  })

  it('has validate say where and how', () => {
    const parsed = parseClient(old, 'clients/acme.yaml')

    expect(parsed.ok ? [] : parsed.problems.map(({ line, rule, fix }) => `${line} ${rule} ${fix}`)).toEqual([
      '12 version npm run upgrade -- clients/acme.yaml',
      '17 version npm run upgrade -- clients/acme.yaml',
      '20 version npm run upgrade -- clients/acme.yaml',
    ])
  })
})
