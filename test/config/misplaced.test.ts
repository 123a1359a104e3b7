import { describe, expect, it } from 'vitest'
import { checkFile } from '../../scripts/config/check.ts'
import { parseClient } from '../../scripts/config/parse.ts'

const good = `name: Acme
page:
  language: fr
  title: Acme recrute
feeds:
  jobs:
    schedule: { cron: "17 */4 * * *" }
    source: { http: { url: "https://feeds.acme.example/jobs.csv" }, format: { csv: {} } }
    mapping:
      id: ref
      title: title
      url: link
    expect: { postings: { min: 1 } }
`

function told(text: string): string[] {
  return checkFile(parseClient(text, 'clients/acme.yaml')).problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

describe('foldMisplaced', () => {
  it('finds nothing in what is in its place', () => {
    expect(told(good)).toEqual([])
  })

  it.each([
    ['a feed without a name', good.replace('  jobs:\n', ''), '6:5 a feed has no name here: schedule, source, mapping, expect'],
    [
      'a list beside it',
      good.replace('  jobs:\n', '').replace('    expect', '    ignore: [a]\n    expect'),
      '6:5 a feed has no name here:',
    ],
    [
      'what is not indented below its key',
      good.replaceAll(/^ {6}/gm, '    '),
      '9:5 "mapping" holds nothing, and id, title, url stand beside it',
    ],
    [
      'the same at the top',
      good.replaceAll(/^ {2}(?=language|title)/gm, ''),
      '2:1 "page" holds nothing, and language, title stand beside it',
    ],
    [
      'the same where one may be chosen',
      good.replace('format: { csv: {} }', 'format: { csv: , delimiter: ";" }'),
      '8:79 "csv" holds nothing, and delimiter stand beside it',
    ],
    [
      'a feed without a name in an environment',
      `${good}environments:\n  staging:\n    feeds: { source: { http: { url: "https://x.example/" } } }\n`,
      '16:14 merged for staging, feeds.source: a feed has no name here: source',
    ],
    ['a word where there is none', good.replace('language: fr', 'language:'), '3:12 expected a text, found nothing'],
  ])('tells once of %s', (_, text, start) => {
    expect(told(text)).toEqual([expect.stringContaining(start)])
  })

  it.each([
    ['with what is below it', 'mapping:\n      id: a\n      title: b\n      url: c\n    expect'],
    ['alone', 'mapping: { id: a, title: b, url: c }\n    expect'],
  ])('says once of a property that is indented too deep where it belongs, %s', (_, mapping) => {
    const deep = good.replace(/source: .*\n[\s\S]*expect/, `source:\n      file: { path: a }\n      format: { csv: {} }\n      ${mapping}`)

    const { problems } = checkFile(parseClient(deep, 'clients/acme.yaml'))

    expect(problems.map(({ path, fix }) => `${path.join('.')}: ${fix}`)).toEqual([
      'feeds.jobs.source.mapping: it stands beside source, not in it: indent it as far as source',
    ])
  })

  it('looks into feeds that are called as their properties are', () => {
    expect(told(good.replace('  jobs:', '  source:'))).toEqual([])
    expect(told(good.replace('  jobs:', '  source:').replace('id: ref', 'id: ref\n      nmae: x'))).toEqual([
      expect.stringContaining('11:7 unknown property "nmae"'),
    ])
  })
})
