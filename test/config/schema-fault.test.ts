import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { formTexts } from '../../scripts/config/form-texts.ts'
import { parseClient } from '../../scripts/config/parse.ts'
import { saidElsewhere } from '../../scripts/config/said-elsewhere.ts'
import { aClient, aFeedDefinition } from '../support/build.ts'

const withMapping = (mapping: object) => ({
  ...aClient(),
  feeds: { jobs: { ...aFeedDefinition(), mapping: { id: 'a', url: 'b', ...mapping } } },
})
const withFormat = (format: object) => ({
  ...aClient(),
  feeds: { jobs: { ...aFeedDefinition(), source: { file: { path: 'x' }, format } } },
})
const withShare = (location: number) => ({ ...aClient(), feeds: { jobs: aFeedDefinition({ expect: { filled: { location } } }) } })
const salary = (amounts: object) => withMapping({ title: 'c', baseSalary: { currency: 'd', unit: 'e', ...amounts } })

describe('parseClient, where the shape is not the schema’s', () => {
  it.each<[string, unknown, string, string, string]>([
    ['a property that is missing', withMapping({}), 'nothing', 'the property "title"', 'add title, for instance title: "title"'],
    [
      'an object that is missing',
      { ...aClient(), page: undefined },
      'nothing',
      'the property "page"',
      'add page, for instance page: { language: fr, title: Acme recrute, theme: { color: "#0a6" } }',
    ],
    [
      'an unknown property',
      { ...aClient(), nmae: 'x' },
      '"nmae"',
      'one of version, name, request, team, page, feeds, environments',
      'did you mean "name"?',
    ],
    [
      'a word of no list',
      { ...aClient(), page: { language: 'fx', title: 'x' } },
      '"fx"',
      'one of en, fr, de, es, nl',
      'did you mean "fr"?',
    ],
    ['another type', { ...aClient(), name: 5 }, '5', 'a text', 'put it between quotes as it is written'],
    ['true for a text', withMapping({ title: 'c', remote: { const: true } }), 'true', 'a text', 'put it between quotes as it is written'],
    [
      'a list for an object',
      withMapping({ title: 'c', location: [{ city: 'd' }, { city: 'e' }] }),
      'a list of 2',
      'an object',
      'write one object, for instance { city: city, region: state, country: { from: country, else: FR } }',
    ],
    ['a part of a number', { ...aClient(), request: 1.5 }, '1.5', 'a whole number', 'write for instance 42'],
    ['none of several types', withMapping({ title: 5 }), '5', 'a text, a list or an object', 'put it between quotes as it is written'],
    ['a key without a value', withMapping({ title: null }), 'nothing', 'a text, a list or an object', 'write for instance "title"'],
    ['no end', { ...aClient(), request: Number.POSITIVE_INFINITY }, 'Infinity', 'a whole number', 'write for instance 42'],
    ['no number', { ...aClient(), request: Number.NaN }, 'NaN', 'a whole number', 'write for instance 42'],
    ['an empty text', { ...aClient(), name: '' }, '""', 'a text that is not empty', 'write for instance "Acme Group"'],
    ['a long text', { ...aClient(), name: 'x'.repeat(121) }, '121 characters', 'at most 120 characters', 'write for instance "Acme Group"'],
    ['an empty list', withMapping({ title: [] }), 'an empty list', 'a list that is not empty', 'write for instance [ title, name ]'],
    ['a small number', { ...aClient(), request: 0 }, '0', 'at least 1', 'write for instance 42'],
    ['a large number', withShare(2), '2', 'at most 1', 'write for instance 0.98'],
    [
      'another form',
      { ...aClient(), feeds: { Jobs: aFeedDefinition() } },
      '"Jobs"',
      'small letters, digits and hyphens, at most 40, a letter first',
      'write for instance "jobs"',
    ],
    [
      'nothing to choose from',
      withFormat({}),
      'an empty object',
      'exactly one of csv, xml, json, jsonl',
      'write for instance { xml: { records: source.job } }',
    ],
    [
      'two where one is wanted',
      withFormat({ csv: {}, jsonl: {} }),
      'an object with csv, jsonl',
      'exactly one of csv, xml, json, jsonl',
      'keep one',
    ],
    [
      'a choice of which one is two',
      salary({ value: 'f', max: 'g' }),
      'an object with currency, unit, value, max',
      'exactly one of value, min and max',
      'keep one',
    ],
    [
      'none of these',
      salary({}),
      'an object with currency, unit',
      'exactly one of value, min and max',
      'add one of them, as in { currency: { const: EUR }, min: salaryMin, max: salaryMax, unit: { const: YEAR } }',
    ],
    [
      'a chain without a beginning',
      withMapping({ title: { match: 'a' } }),
      'an object with match',
      'exactly one of from, join, const, sections, expr',
      'add one of them, as in { from: date, date: dd/MM/yyyy }',
    ],
  ])('tells of %s what was found, what is expected, and what to write', (_, client, found, expected, fix) => {
    const parsed = parseClient(stringify(client), 'clients/acme.yaml')

    const problems = parsed.ok ? [] : parsed.problems
    expect(problems).toMatchObject([{ found, expected, fix }])
  })

  it.each([
    ['first', withMapping({ title: { from: 'a', split: ',', first: true } }), 'take: 1'],
    ['url', withMapping({ title: 'a', url: { from: 'b', url: 'https://acme.example/' } }), 'base'],
    ['default', withMapping({ title: { from: 'a', default: 'x' } }), 'else'],
    ['static', withMapping({ title: { static: 'x' } }), 'const'],
    ['value', withMapping({ title: { value: 'x' } }), 'const'],
    ['regex', withMapping({ title: { from: 'a', regex: 'x' } }), 'match'],
    ['pattern', withMapping({ title: { from: 'a', pattern: 'x' } }), 'match'],
    ['path', withMapping({ title: { path: 'a' } }), 'from'],
    ['path', withFormat({ xml: { path: 'a' } }), 'records'],
    ['date_format', withMapping({ title: 'a', datePosted: { from: 'b', date_format: 'iso' } }), 'date'],
    ['separator', withFormat({ csv: { separator: ';' } }), 'delimiter'],
    ['separator', withMapping({ title: { join: ['a', 'b'], separator: ';' } }), 'with'],
    ['zip', withMapping({ title: 'a', location: { zip: 'b' } }), 'postalCode'],
    ['toString', withMapping({ title: { from: 'a', toString: 'x' } }), undefined],
  ])('knows what is called %s elsewhere', (word, client, ours) => {
    const parsed = parseClient(stringify(client), 'clients/acme.yaml')

    const fixes = parsed.ok ? [] : parsed.problems.filter(({ message }) => message === `unknown property "${word}"`).map(({ fix }) => fix)
    expect(fixes).toEqual([ours === undefined ? expect.stringMatching(/^known here: /) : `did you mean "${ours}"?`])
  })

  it.each([
    [
      'what follows a comma',
      'page: { language: fr, title: Acme, le groupe }',
      'known here: slug, language, title, theme, facebook; a text that holds',
    ],
    ['a colon without a space', 'page: { language:fr, title: Acme }', 'write a space after the colon: language: fr'],
    ['a Cyrillic letter', 'p\u0430ge: { language: fr, title: Acme }', 'did you mean "page"? (U+0430 stands in what you wrote)'],
    ['what nobody sees', 'page: { language: fr, tit\u200ble: Acme }', 'did you mean "title"? (U+200B stands in what you wrote)'],
    ['a blank that is none', 'page: { language: fr,\u00a0title: Acme }', 'did you mean "title"? (U+00A0 stands in what you wrote)'],
  ])('tells once, and so that it can be mended, of %s', (_, page, fix) => {
    const { page: __, ...rest } = aClient()

    const parsed = parseClient(`${page}\n${stringify(rest)}`, 'clients/acme.yaml')

    expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ line: 1, fix: expect.stringContaining(fix) }])
  })

  it('has words for every pattern of the schema', () => {
    const patterns = [...readFileSync('schemas/client.schema.json', 'utf8').matchAll(/"pattern": ("(?:\\.|[^"\\])*")/g)]

    expect([...new Set(patterns.map(([, pattern]) => JSON.parse(pattern!)))].sort()).toEqual(Object.keys(formTexts).sort())
  })

  it.each([
    ['a text', { bearer: 'hunter2' }],
    ['a number', { bearer: { secret: 73518264 } }],
    ['a number', { basic: { username: 'acme', password: 73518264 } }],
  ])('does not show %s where a secret may stand: %j', (kind, auth) => {
    const source = { http: { url: 'https://acme.example/', auth }, format: { csv: {} } }

    const parsed = parseClient(stringify({ ...aClient(), feeds: { jobs: { ...aFeedDefinition(), source } } }), 'clients/acme.yaml')

    const problems = parsed.ok ? [] : parsed.problems
    expect(problems).toMatchObject([{ found: `${kind}, which is not shown: it may be a secret` }])
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|73518264/)
  })

  it('suggests words that the schema knows alone', () => {
    const schema = readFileSync('schemas/client.schema.json', 'utf8')

    const suggested = Object.keys(saidElsewhere).map((ours) => ours.split(':')[0]!)
    expect(suggested.filter((name) => !schema.includes(`"${name}": {`))).toEqual([])
  })

  it('makes the sentence of both, but where another says it better', () => {
    const problemOf = (client: unknown) => {
      const parsed = parseClient(stringify(client), 'clients/acme.yaml')
      return parsed.ok ? undefined : parsed.problems[0]?.message
    }

    expect(problemOf({ ...aClient(), name: 5 })).toBe('expected a text, found 5')
    expect(problemOf({ ...aClient(), nmae: 'x' })).toBe('unknown property "nmae"')
  })

  it('shortens what was found', () => {
    const parsed = parseClient(stringify({ ...aClient(), request: 'x'.repeat(1000) }), 'clients/acme.yaml')

    expect(parsed.ok ? '' : parsed.problems[0]?.found).toBe(`"${'x'.repeat(58)}…`)
  })
})
