import { describe, expect, it } from 'vitest'
import { renderChangeComment } from '../../scripts/github/change-comment.ts'
import { fitComment, quoted, table } from '../../scripts/github/markdown.ts'
import type { ChangeReport, FeedView } from '../../scripts/model/change-report.ts'
import { parseReport } from '../../scripts/process/parse-report.ts'

const view: FeedView = {
  records: 12,
  postings: 12,
  skipped: 0,
  filled: { title: 12, location: 11 },
  outcome: 'saved',
  reasons: [],
  warnings: [],
  unread: [],
}

function aReport(more: Partial<ChangeReport> = {}): ChangeReport {
  return {
    version: 1,
    clients: [{ client: 'acme', kind: 'update', feeds: [{ feed: 'acme/jobs', before: view, after: view }] }],
    problems: 0,
    hasEngineChanges: false,
    ...more,
  }
}

describe('renderChangeComment', () => {
  it('shows counts, differences and fill rates before and after', () => {
    const difference = {
      added: 1,
      removed: 0,
      changed: 1,
      unchanged: 10,
      examples: [{ kind: 'changed', id: '7', title: 'Cook', properties: ['salary'] }],
    } as const
    const after = { ...view, postings: 13, filled: { title: 13, location: 13 } }

    const comment = renderChangeComment(
      aReport({ clients: [{ client: 'acme', kind: 'update', feeds: [{ feed: 'acme/jobs', before: view, after, difference }] }] }),
      'abcdef0123456789',
    )

    expect(comment).toBe(`### What this does to the postings

Preview of abcdef012345; nothing was stored.

#### acme (changed)

**acme/jobs**: 12 → 13 postings of 12 records, 0 skipped.

Over the same bytes: 1 added, 0 removed, 1 changed, 10 as before.

|  | id | title | properties |
| --- | --- | --- | --- |
| changed | \`7\` | \`Cook\` | salary |

| property | filled before | filled now |
| --- | --- | --- |
| location | 91.6 % | 100 % |
| title | 100 % | 100 % |`)
  })

  it('says when nothing changes, and when files have problems', () => {
    expect(renderChangeComment(aReport({ clients: [] }), 'abc')).toContain('No client changes.')
    expect(renderChangeComment(aReport({ clients: [], problems: 2 }), 'abc')).toContain('**2 problems**')
  })

  it('keeps whatever a feed holds inside of code', () => {
    const hostile = '`@octo/everyone` <img src=x onerror=alert(1)> | [x](http://evil.example) #1\n\n# Big'
    const after = { ...view, outcome: 'held', reasons: [hostile], warnings: [hostile], unread: [hostile] } as const
    const difference = {
      added: 1,
      removed: 0,
      changed: 0,
      unchanged: 0,
      examples: [{ kind: 'added', id: hostile, title: hostile, properties: [] }],
    } as const

    const comment = renderChangeComment(
      aReport({ clients: [{ client: 'acme', kind: 'create', feeds: [{ feed: 'acme/jobs', after, difference }] }] }),
      'abc',
    )

    const outside = comment.replaceAll(/(`+)(?!`).*?[^`]\1(?!`)/g, '')
    expect(outside).not.toMatch(/@octo|<img|evil|# Big|#1\b/)
  })

  it('stays below what GitHub takes, and says what it left out', () => {
    const clients = Array.from({ length: 800 }, (_, index) => ({
      client: `client-${index}`,
      kind: 'update' as const,
      feeds: [{ feed: `client-${index}/jobs`, after: view }],
    }))

    const comment = renderChangeComment(aReport({ clients }), 'abc')

    expect(comment.length).toBeLessThan(65_536)
    expect(comment).toMatch(/\d+ more sections would not fit/)
  })
})

describe('quoted', () => {
  it.each([
    ['plain', '`plain`'],
    ['a `b` c', '``a `b` c``'],
    ['`b`', '`` `b` ``'],
    ['a|b', '`a|b`'],
    ['two\nlines', '`two lines`'],
    ['\u202eevil', '`evil`'],
    ['', '–'],
  ])('%j becomes %j', (text, expected) => {
    expect(quoted(text)).toBe(expected)
  })

  it('cuts between characters', () => {
    expect(quoted('😀😀😀', 4)).toBe('`😀…`')
  })
})

describe('fitComment', () => {
  it('keeps everything that fits', () => {
    expect(fitComment(['a', 'b'])).toBe('a\n\nb')
  })
})

describe('parseReport', () => {
  it('takes a report', () => {
    expect(parseReport(JSON.stringify(aReport()))).toEqual(aReport())
  })

  it.each([
    ['no JSON', '{'],
    ['another version', JSON.stringify({ ...aReport(), version: 2 })],
    ['an unknown property', JSON.stringify({ ...aReport(), pull: 1 })],
    ['a client that is Markdown', JSON.stringify(aReport({ clients: [{ client: '@everyone', kind: 'update', feeds: [] }] }))],
    [
      'a property name that is Markdown',
      JSON.stringify(
        aReport({
          clients: [{ client: 'acme', kind: 'update', feeds: [{ feed: 'acme/jobs', after: { ...view, filled: { '| x |': 1 } } }] }],
        }),
      ),
    ],
    ['a negative count', JSON.stringify(aReport({ problems: -1 }))],
    ['more than a megabyte', JSON.stringify(aReport()).padEnd(1_000_001)],
  ])('refuses %s', (_, json) => {
    expect(parseReport(json)).toBeUndefined()
  })
})

describe('table', () => {
  it('keeps a bar in its cell, which elsewhere is a bar', () => {
    expect(table(['id'], [[quoted('a|b')]])).toBe('| id |\n| --- |\n| `a\\|b` |')
  })
})
