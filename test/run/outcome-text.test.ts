import { describe, expect, it } from 'vitest'
import { outcomeLine, renderEarlier, renderRun } from '../../scripts/run/outcome-text.ts'
import { isWorthRetrying } from '../../scripts/run/retry.ts'
import { warningSentence } from '../../scripts/run/warning-text.ts'

const measured = { records: 9, postings: 8, skipped: 1, duplicates: 0, filled: {} }

describe('outcomeLine', () => {
  it.each([
    [
      { kind: 'saved', counts: { added: 1, changed: 2, removed: 3, unchanged: 4 }, warnings: [] },
      'acme/jobs: saved, 1 added, 2 changed, 3 removed, 4 unchanged',
    ],
    [{ kind: 'unchanged', warnings: [] }, 'acme/jobs: unchanged, 8 postings'],
    [
      { kind: 'failed', cause: 'fenced', message: 'm' },
      'acme/jobs: failed (fenced): a newer run of the same feed has begun: nothing to do',
    ],
  ] as const)('words %o', (outcome, line) => {
    expect(outcomeLine('acme/jobs', { outcome, measured })).toBe(line)
  })
})

describe('renderRun', () => {
  it('tells reasons, how to accept, warnings, skipped records and unread fields', () => {
    const outcome = {
      kind: 'held',
      cause: 'expectation',
      reasons: ['8 postings, expected at least 40'],
      warnings: ['unknown word'],
    } as const
    const skipped = Array.from({ length: 7 }, (_, index) => ({ position: index + 1, reason: 'no title', excerpt: '{}' }))

    const text = renderRun('acme/jobs', { run: '7', record: { outcome, measured, skipped, unread: { rare: 1, full: 9 } } }, 'local')

    expect(text.split('\n')).toEqual([
      'acme/jobs: held (expectation): the postings are not as expected: accept the run if they are right, or change expect (run 7)',
      '  8 postings, expected at least 40',
      '  if its postings are right: npm run accept -- 7',
      '  warning: unknown word',
      '  9 records: 8 postings, 1 skipped, 0 with an id that came before',
      ...[1, 2, 3, 4, 5].map((position) => `  skipped record ${position}: no title: {}`),
      '  ... and 2 more',
      '  unread: full (9), rare (1): map or ignore them',
    ])
  })

  it.each([
    [
      'names the environment of the run',
      'expectation',
      8,
      'staging',
      ['  if its postings are right: npm run accept -- 7 --environment staging'],
    ],
    ['offers an empty feed', 'empty', 0, 'local', ['  if its postings are right: npm run accept -- 7']],
    ['offers no list that could not be mapped', 'mapping', 0, 'local', []],
  ] as const)('%s where it tells how to accept', (_, cause, postings, environment, lines) => {
    const outcome = { kind: 'held', cause, reasons: [], warnings: [] } as const

    const text = renderRun('acme/jobs', { run: '7', record: { outcome, measured: { ...measured, postings } } }, environment)

    expect(text.split('\n').filter((line) => line.includes('run accept'))).toEqual(lines)
  })

  it('steers no terminal and begins no line with what a feed has', () => {
    const hostile = 'x\u001b[2J\n::error::x\u202e'
    const outcome = { kind: 'held', cause: 'expectation', reasons: [hostile], warnings: [hostile] } as const
    const skipped = [{ position: 1, reason: hostile, excerpt: hostile }]

    const text = renderRun('acme/jobs', { run: '7', record: { outcome, measured, skipped, unread: { [hostile]: 1 } } }, 'local')

    expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}|^\s*::/mu)
  })

  it('tells how many records came before', () => {
    const outcome = { kind: 'unchanged', warnings: [] } as const

    const text = renderRun('acme/jobs', { run: '7', record: { outcome, measured: { ...measured, recalled: 7 } } }, 'local')

    expect(text).toContain('9 records (7 word for word as in the last good run): 8 postings, 1 skipped')
  })

  it('tells what keep left out', () => {
    const outcome = { kind: 'unchanged', warnings: [] } as const

    const text = renderRun('acme/jobs', { run: '7', record: { outcome, measured: { ...measured, leftOut: 3, records: 12 } } }, 'local')

    expect(text).toContain('12 records: 8 postings, 3 left out by keep, 1 skipped')
  })
})

describe('renderEarlier', () => {
  it('says of warnings that they are as before, and of which run', () => {
    expect(renderEarlier({ run: '41', warnings: ['12 records skipped', '\u001b[2Jx'] }).split('\n')).toEqual([
      '  as before: 2 warnings, as of run 41',
      '    12 records skipped',
      expect.not.stringContaining('\u001b'),
    ])
  })
})

describe('warningSentence', () => {
  it('names the most frequent values', () => {
    const values = [
      ['CDI', 3],
      ['CDD', 1],
    ] as const

    expect(warningSentence({ property: 'employmentType', problem: 'unknown word', count: 4, values })).toBe(
      'employmentType: unknown word, 4 times: "CDI" (3), "CDD"',
    )
  })
})

describe('isWorthRetrying', () => {
  it.each(['unreachable', 'refused', 'timeout', 'truncated', 'store', 'machine'] as const)('tries again after %s', (cause) => {
    expect(isWorthRetrying({ kind: 'failed', cause, message: '' })).toBe(true)
  })

  it.each(['unauthorised', 'untrusted', 'privateAddress', 'notFound', 'wrongFormat', 'fenced', 'crash'] as const)(
    'leaves %s to a person',
    (cause) => {
      expect(isWorthRetrying({ kind: 'failed', cause, message: '' })).toBe(false)
    },
  )

  it('leaves a held run to a person', () => {
    expect(isWorthRetrying({ kind: 'held', cause: 'expectation', reasons: [], warnings: [] })).toBe(false)
  })
})
