import { describe, expect, it } from 'vitest'
import { checkFile } from '../../scripts/config/check.ts'
import { formatText } from '../../scripts/config/format.ts'
import { upgradeText } from '../../scripts/config/migrations.ts'
import { parseClient } from '../../scripts/config/parse.ts'

const head = 'name: Acme\npage: { language: fr, title: x }\nfeeds: {}\n'
const many = 3000

/** A value where an overlay may have any. */
const overlay = (value: string) => `${head}environments: { staging: { page: { theme: ${value} } } }\n`
const each = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, index) => write(index))
const indented = (count: number, step: string, line: string) =>
  `${head}environments:\n${each(count, (index) => step.repeat(index + 1) + line).join('\n')}\n`
const chained = (open: string, close: string) => (index: number) => `&l${index} ${open}${index === 0 ? 'x' : `*l${index - 1}`}${close}`

const deep = 'expected at most 60 levels, one inside the other, found more'
const multiplied = 'expected at most 100 aliases, and none that multiply each other, found aliases that multiply the file'
const endless = 'expected an alias outside of what &a names, found *a within it'

const texts: readonly (readonly [what: string, text: string, message: string | RegExp])[] = [
  [
    '3,000 levels of indentation, which no file has room for',
    indented(many, ' ', 'a:'),
    /^expected at most 250000 characters, found 45\d{5}/,
  ],
  ['as many levels of indentation as a file has room for', indented(690, ' ', 'a:'), deep],
  ['lists in lists, by indentation', indented(340, '  ', '- a:'), deep],
  ['3,000 lists in lists, in one line', `${head}environments:\n  ${'- '.repeat(many)}a\n`, deep],
  ['3,000 lists and keys by turns', `${'- ? '.repeat(many / 2)}a\n`, deep],
  ['3,000 keys that are objects', `${head}environments:\n  ${'? '.repeat(many)}a\n`, deep],
  ['3,000 brackets', overlay(`${'['.repeat(many)}${']'.repeat(many)}`), deep],
  ['3,000 brackets that stay open', overlay('['.repeat(many)), deep],
  ['3,000 brackets that close nothing', overlay(']'.repeat(many)), 'expected a } for the { in line 4, found a ]'],
  ['3,000 brackets in as many lines', overlay(`${'[\n '.repeat(many)}${']'.repeat(many)}`), deep],
  ['3,000 braces', overlay(`${'{a: '.repeat(many)}1${'}'.repeat(many)}`), deep],
  ['3,000 braces that stay open', overlay('{a: '.repeat(many)), deep],
  ['3,000 braces in keys', overlay(`${'{? '.repeat(many)}1${'}'.repeat(many)}`), deep],
  ['3,000 pairs in brackets', overlay(`${'[a: '.repeat(many)}1${']'.repeat(many)}`), deep],
  ['200 levels, which the parser survives', overlay(`${'{a: '.repeat(200)}1${'}'.repeat(200)}`), deep],
  ['brackets up to the largest size', '['.repeat(125_000) + ']'.repeat(125_000), deep],
  ['3,000 levels with an anchor each', overlay(`${each(many, (index) => `&a${index} [`).join('')}${']'.repeat(many)}`), deep],
  ['3,000 levels with a tag each', overlay(`${'!a ['.repeat(many)}${']'.repeat(many)}`), deep],
  ['3,000 aliases, each of a list with the one before', overlay(`[${each(many, chained('[', ']')).join(', ')}]`), multiplied],
  ['3,000 aliases, each of an object with the one before', overlay(`[${each(many, chained('{ a: ', ' }')).join(', ')}]`), multiplied],
  ['3,000 aliases of one word', overlay(`[&a x, ${'*a, '.repeat(many)}]`), multiplied],
  ['3,000 aliases of nothing', overlay(`[${'*a, '.repeat(many)}]`), 'expected an anchor &a before its alias, found *a alone'],
  ['a list within itself', overlay('&a [*a]'), endless],
  ['an object within itself', overlay('&a { b: { c: [1, *a] } }'), endless],
]

describe('parseClient', () => {
  // The time is that of a person who waits; measured: 0.5 s for the slowest.
  it.each(texts)('has one problem, with its place, for %s', { timeout: 10_000 }, (_, text, message) => {
    const { problems } = checkFile(parseClient(text, 'clients/acme.yaml'))

    expect(problems.map((problem) => problem.message)).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)])
    expect(problems[0]!.line * problems[0]!.column).toBeGreaterThanOrEqual(1)
    expect(problems[0]!.path.length).toBeLessThan(10)
  })

  it('places the problem where the text goes too deep', () => {
    const { problems } = checkFile(parseClient(indented(690, ' ', 'a:'), 'clients/acme.yaml'))

    expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual(['65:62'])
  })
})

describe('formatText and upgradeText', () => {
  it.each(texts)('leave alone or lay out, and survive, %s', { timeout: 10_000 }, (_, text) => {
    const formatted = formatText(text)

    expect(formatted.ok ? formatText(formatted.text) : formatted).toEqual(formatted)
    expect(upgradeText(text)).toBeUndefined()
  })
})
