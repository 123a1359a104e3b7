import { describe, expect, it } from 'vitest'
import { checkFile } from '../../scripts/config/check.ts'
import { parseClient } from '../../scripts/config/parse.ts'
import type { Problem } from '../../scripts/model/problem.ts'

const good = `name: Acme Group
page: { language: fr, title: Acme recrute }
feeds:
  jobs:
    schedule: { cron: "17 */4 * * *" }
    source:
      http: { url: "https://feeds.acme.example/jobs.xml" }
      format: { xml: { records: source.job } }
    mapping:
      id: referencenumber
      title: title
      url: url
`

function problemsOf(text: string): readonly Problem[] {
  const parsed = parseClient(text, 'clients/acme.yaml')
  return parsed.ok ? [] : parsed.problems
}

function shown({ line, column, path, message, fix }: Problem): string {
  return `${line}:${column} ${path.join('.')} | ${message} | ${fix}`
}

describe('parseClient', () => {
  it('gives the client and its id', () => {
    const parsed = parseClient(good, 'clients/acme.yaml')

    expect(parsed).toMatchObject({ ok: true, value: { id: 'acme', client: { name: 'Acme Group' } } })
  })

  it('accepts a byte order mark', () => {
    expect(problemsOf(`\uFEFF${good}`)).toEqual([])
  })

  it('places an unknown property at its key and suggests the nearest', () => {
    const problems = problemsOf(good.replace('schedule:', 'shedule:'))

    expect(problems.map(shown)).toEqual(['5:5 feeds.jobs.shedule | unknown property "shedule" | did you mean "schedule"?'])
  })

  it('gives all problems of a file at once', () => {
    const problems = problemsOf(
      good.replace('language: fr', 'language: fx').replace('title: title', 'title: 5').replace('name: Acme Group\n', ''),
    )

    expect(problems.map(({ line, path }) => `${line} ${path.join('.')}`)).toEqual(['1 ', '1 page.language', '10 feeds.jobs.mapping.title'])
  })

  it('does not miss what a merge key stands for', () => {
    const problems = problemsOf(good.replace('title: title', '<<: { title: title }'))

    expect(problems.map(({ rule }) => rule)).toEqual(['mergeKeys'])
  })

  it('says which of several shapes was meant', () => {
    const problems = problemsOf(good.replace('title: title', 'title: { form: title, date: iso }'))

    expect(problems.map(shown)).toEqual([
      expect.stringMatching(
        /^11:14 feeds.jobs.mapping.title \| expected exactly one of from, join, const.*, found an object with form, date \| add one of them, as in .*$/,
      ),
      '11:16 feeds.jobs.mapping.title.form | unknown property "form" | did you mean "from"?',
    ])
  })

  it.each([
    ['a tab as indentation', good.replace('  jobs:', '\tjobs:'), /tab/i],
    ['a duplicate key', `${good}name: Other\n`, /unique/],
    ['several documents', `${good}---\n${good}`, /document/i],
    ['an empty file', '', /expected an object with name, page, feeds, found nothing/],
    ['a scalar', 'hello', /expected an object with name, page, feeds, found "hello"/],
    ['a list', '- a\n- b', /expected an object with name, page, feeds, found a list of 2/],
    ['a merge key', good.replace('mapping:\n', 'mapping:\n      <<: { title: x }\n'), /unknown property "<<"/],
    ['__proto__', `${good}__proto__: { name: x }\n`, /unknown property "__proto__"/],
    ['a merge key in a free map', `${good}environments: { staging: { page: { <<: { slug: x } } } }\n`, /merge keys/],
    ['a key that is a list', `${good}environments: { staging: { page: { [a]: x } } }\n`, /expected a word as key, found a list/],
    ['NUL', good.replace('Acme recrute', '"Acme\0"'), /control character U\+0000/],
    ['an escape sequence', good.replace('Acme recrute', '"Acme\u009b31m"'), /control character U\+009B/],
    ['NUL as an escape', good.replace('Acme recrute', '"Acme\\0"'), /expected text alone, found the control character U\+0000/],
    ['an escape sequence as an escape', good.replace('title: title', 'title: { const: "\\e[31m" }'), /control character U\+001B/],
    ['half a character', good.replace('Acme recrute', '"Acme \\uD83D"'), /found the half character U\+D83D/],
    [
      'half a character in a key',
      good.replace('id: ref', 'department: { from: a, map: { "\\uDE00": "" } }\n      id: ref'),
      /half character U\+DE00/,
    ],
    ['a text that reads otherwise than it is', good.replace('Acme recrute', 'Acme \u202eetuercer'), /control character U\+202E/],
    ['a comment that does', `${good}# \u2066name\u2069\n`, /control character U\+2066/],
    ['a directive for YAML 1.1', `%YAML 1.1\n---\n${good}`, /expected YAML 1.2, found the directive %YAML 1.1/],
    ['an unknown tag', good.replace('title: title', 'title: !exec title'), /tag/i],
    ['a newer version', `version: 7\n${good}`, /expected a version up to 2, found 7/],
    ['a form that is too large', `${good}# ${'x'.repeat(250_000)}`, /found 250\d+ characters/],
    ['an unknown alias', good.replace('id: referencenumber', 'id: *nobody'), /alias/i],
    ['an unclosed brace', good.replace('xml: { records: source.job } }', 'xml: { records: source.job }'), /expected a } for this {/],
  ])('places a problem for %s', (_, text, message) => {
    const problems = problemsOf(text)

    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message)
    expect(problems.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true)
    expect(problems.length).toBeLessThanOrEqual(2)
  })

  it.each([
    ['a character of two halves', good.replace('Acme recrute', '"Acme \\uD83D\\uDE00 😀"')],
    ['a tab and a new line', good.replace('Acme recrute', '"Acme\\t\\n"')],
    ['text from right to left', good.replace('Acme recrute', '"\u05d0\u05d1\u200f (Acme)"')],
    ['what a feed holds between fields', good.replace('xml: { records: source.job }', 'csv: { delimiter: "\\x1F", quote: "\\0" }')],
    [
      'what is to be replaced',
      good.replace('title: title', 'title: { from: title, replace: [{ find: "\\x0B", by: " " }], split: "\\x1C" }'),
    ],
    ['words of the client', good.replace('id: ref', 'department: { from: a, map: { "\\x01": "" } }\n      id: ref')],
    ['words that are compared', good.replace('    mapping:', '    keep: [{ path: a, isNot: ["\\x01", b] }]\n    mapping:')],
  ])('accepts %s', (_, text) => {
    expect(problemsOf(text)).toEqual([])
  })

  it.each(['', '# to be written\n', 'hello', '5', '- a\n- b', '[]', 'null'])('shows a whole client file to who has written %j', (text) => {
    const [problem] = problemsOf(text)

    const shown = /for instance (?<file>\{.*\}), or copy/.exec(problem?.fix ?? '')?.groups?.file ?? ''
    expect(checkFile(parseClient(shown, 'clients/acme.yaml')).problems).toEqual([])
  })

  it('refuses aliases that multiply', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`)

    const problems = problemsOf(['l0: &l0 [x]', ...levels].join('\n'))

    expect(problems.map(({ message }) => message)).toEqual([
      'expected at most 100 aliases, and none that multiply each other, found aliases that multiply the file',
    ])
  })

  it.each([
    ['a duplicate key', `${good}name: Other\n`, '13:1'],
    ['a tab', good.replace('  jobs:', '\tjobs:'), '4:1'],
    ['a second document', `${good}---\nname: x\n`, '13:1'],
    ['NUL after a byte order mark', `\uFEFFname: "\0"`, '1:8'],
    ['NUL as an escape', good.replace('Acme recrute', '"Acme\\0"'), '2:30'],
    ['half a character in a key', `${good}"\\uD800": x`, '13:1'],
    ['a word of version 1', good.replace('id: referencenumber', 'id: { from: ref, replace: [{ text: a, by: "" }] }'), '10:36'],
    ['a value behind an alias', good.replace('id: referencenumber', 'id: &a [5]').replace('title: title', 'title: *a'), '10:15'],
  ])('places %s', (_, text, place) => {
    const [problem] = problemsOf(text)

    expect(`${problem?.line}:${problem?.column}`).toBe(place)
  })

  it('says how an old file is carried forward, and nothing else about the old word', () => {
    const problems = problemsOf(good.replace('id: referencenumber', 'id: { from: ref, replace: [{ text: a, by: "" }] }'))

    expect(problems.map(shown)).toEqual([
      '10:36 feeds.jobs.mapping.id.replace.0.text | "text" is called "find" since version 2, and this file is written in version 1 | npm run upgrade -- clients/acme.yaml',
    ])
  })

  it('does not take a word of version 1 in a file of version 2', () => {
    const problems = problemsOf(`version: 2\n${good.replace('id: referencenumber', 'id: { from: ref, replace: [{ text: a, by: "" }] }')}`)

    expect(problems.map(({ message }) => message)).toContain('unknown property "text"')
  })

  it('suggests a metric whose name is misspelt', () => {
    const problems = problemsOf(`${good}    expect: { filled: { locaton: 1 } }\n`)

    expect(problems.map(shown)).toEqual([
      expect.stringMatching(/^13:25 feeds.jobs.expect.filled.locaton \| .*found "locaton" \| did you mean "location"\?$/),
    ])
  })

  it('stays quick whatever a text of the largest size holds', () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `key${n}: 1`).join('\n')

    expect(problemsOf(keys).length).toBeGreaterThan(0)
  }, 20_000)
})
