import { describe, expect, it } from 'vitest'
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

    expect(problems.map(shown)).toEqual([
      '5:5 feeds.jobs | "schedule" is missing | add schedule',
      '5:5 feeds.jobs.shedule | unknown property "shedule" | did you mean "schedule"?',
    ])
  })

  it('gives all problems of a file at once', () => {
    const problems = problemsOf(
      good.replace('language: fr', 'language: fx').replace('title: title', 'title: 5').replace('name: Acme Group\n', ''),
    )

    expect(problems.map(({ line, path }) => `${line} ${path.join('.')}`)).toEqual(['1 ', '1 page.language', '10 feeds.jobs.mapping.title'])
  })

  it('says which of several shapes was meant', () => {
    const problems = problemsOf(good.replace('title: title', 'title: { form: title, date: iso }'))

    expect(problems.map(shown)).toEqual([
      '11:14 feeds.jobs.mapping.title | expected exactly one of from, join, const, found an object with form, date | keep one',
      '11:16 feeds.jobs.mapping.title.form | unknown property "form" | did you mean "from"?',
    ])
  })

  it.each([
    ['a tab as indentation', good.replace('  jobs:', '\tjobs:'), /tab/i],
    ['a duplicate key', `${good}name: Other\n`, /unique/],
    ['several documents', `${good}---\n${good}`, /document/i],
    ['an empty file', '', /expected object, found nothing/],
    ['a scalar', 'hello', /expected object, found "hello"/],
    ['a list', '- a\n- b', /expected object, found a list of 2/],
    ['a merge key', good.replace('mapping:\n', 'mapping:\n      <<: { title: x }\n'), /unknown property "<<"/],
    ['__proto__', `${good}__proto__: { name: x }\n`, /unknown property "__proto__"/],
    ['an unknown alias', good.replace('id: referencenumber', 'id: *nobody'), /alias/i],
    ['an unclosed brace', good.replace('xml: { records: source.job } }', 'xml: { records: source.job }'), /flow map/i],
  ])('places a problem for %s', (_, text, message) => {
    const problems = problemsOf(text)

    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message)
    expect(problems.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true)
  })

  it('refuses aliases that multiply', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`)

    const problems = problemsOf(['l0: &l0 [x]', ...levels].join('\n'))

    expect(problems.map(({ message }) => message)).toEqual(['found aliases that multiply the file'])
  })
})
