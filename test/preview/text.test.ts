import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { percent } from '../../scripts/model/percent.ts'
import type { FeedReport } from '../../scripts/preview/report.ts'
import { renderPreview } from '../../scripts/preview/text.ts'
import { contrast, valueText } from '../../scripts/preview/words.ts'
import { aPosting } from '../support/build.ts'
import { aComparison, aProblem, aReport } from './report.ts'

const linesOf = (report: FeedReport, width = 80) => stripVTControlCharacters(renderPreview(report, width)).split('\n')

describe('renderPreview', () => {
  it.each([
    [{ kind: 'live', place: 'https://acme.example/jobs.xml' }, 'https://acme.example/jobs.xml (live, 17.6 kB)'],
    [{ kind: 'live', place: 'clients/samples/acme/jobs.xml' }, 'clients/samples/acme/jobs.xml (its source, a file, 17.6 kB)'],
    [{ kind: 'file', place: '/tmp/jobs.xml' }, '/tmp/jobs.xml (a given file, 17.6 kB)'],
  ] as const)('says of %o where the bytes are', (from, expected) => {
    const [first] = linesOf(aReport({ from }))

    expect(first).toBe(`acme/jobs from ${expected}`)
  })

  it('shows fill rates, first postings, skipped records, unread fields and the verdict', () => {
    expect(linesOf(aReport())).toEqual([
      'acme/jobs from clients/samples/acme/jobs.xml (its sample, 17.6 kB)',
      '  3 records: 2 postings, 1 skipped',
      '',
      '  filled',
      '  title       ████████████████   100 % 2  Boucher F/H',
      '  salary      ████████░░░░░░░░    50 % 1  24 000 €',
      '  department  ░░░░░░░░░░░░░░░░     0 % 0  ',
      '',
      '  first postings',
      expect.stringMatching(/^ {2}42 {2}Boucher F\/H +Lyon FR +2026-09-01$/),
      expect.stringMatching(/^ {2}43 {2}Boulanger +Lyon FR$/),
      '',
      '  skipped records',
      '  record 3: no url: link is empty',
      '    {"id":"3"}',
      '',
      '  unread fields: map or ignore them',
      '  publisher  in 3 records',
      '',
      '✓ would be saved: 2 postings',
    ])
  })

  it('says that a run would be held or fail, why, and what to do', () => {
    const held = aReport({ outcome: 'held', cause: 'expectation', reasons: ['2 postings, expected at least 40'] })

    expect(linesOf(held).slice(-3)).toEqual([
      '✗ would be held (expectation): earlier postings stay live',
      '  2 postings, expected at least 40',
      '  the postings are not as expected: accept the run if they are right, or change expect',
    ])
  })

  it('does not say twice what to do', () => {
    const reasons = ['the feed lists no postings: confirm with the client, then accept the run, or change expect']

    expect(linesOf(aReport({ outcome: 'held', cause: 'empty', reasons })).at(-1)).toBe(`  ${reasons[0]}`)
  })

  it('tells what keep leaves out', () => {
    const counts = { records: 9, postings: 2, skipped: 1, leftOut: 6, duplicates: 0 }

    expect(linesOf(aReport({ counts }))).toContain('  9 records: 2 postings, 6 left out by keep, 1 skipped')
  })

  it('keeps to the width, however long the texts are', () => {
    const long = 'long '.repeat(100)
    const posting = aPosting({ id: long, title: long, location: [{ city: long }] })
    const report = aReport({ postings: [posting], skipped: [{ position: 3, reason: 'no url', excerpt: long }], unread: { [long]: 3 } })

    expect(linesOf(report, 100).filter((line) => line.length > 100)).toEqual([])
  })

  it('lets no text steer the terminal', () => {
    const posting = aPosting({ id: '1\u001b[2J', title: 'A\u202eB' })

    const text = renderPreview(aReport({ postings: [posting], warnings: ['\u001b]0;x\u0007'] }), 80)

    expect(stripVTControlCharacters(text)).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u)
  })

  it('compares with another version: fill rates, then what goes, changes and comes', () => {
    const report = aReport({
      base: {
        ref: 'origin/staging',
        side: aReport({ fillRates: { title: 1, salary: 1 } }),
        difference: aComparison({
          changedProperties: { salary: 1 },
          added: [aPosting({ id: '9' })],
          removed: [aPosting({ id: '8' })],
          changed: [{ id: '42', title: 'Boucher F/H', properties: [{ property: 'salary', before: '24 000 €' }] }],
        }),
      },
    })

    const lines = linesOf(report)

    const from = lines.findIndex((line) => line.includes('compared with'))
    expect(lines.slice(from, from + 9)).toEqual([
      '  compared with origin/staging, over the same bytes',
      '  1 added, 1 removed, 1 changed, 0 unchanged',
      '  changed: salary in 1',
      '  filled salary: 100 % -> 50 %',
      '  - 8  Boucher F/H',
      '  ~ 42  Boucher F/H',
      '      salary  24 000 € -> (empty)',
      '  + 9  Boucher F/H',
      '',
    ])
  })

  it.each([
    [12, 'and 7 more like that: --json has all'],
    [120_000, 'and 119995 more like that: --json has the first 12'],
  ])('limits %d differences, and says where more of them are', (count, line) => {
    const removed = Array.from({ length: 12 }, (_, index) => aPosting({ id: `${index}` }))
    const difference = aComparison({ counts: { added: 0, removed: count, changed: 0, unchanged: 2 }, removed })
    const report = aReport({ base: { ref: 'main', side: aReport(), difference } })

    expect(linesOf(report)).toContain(`    ${line}`)
  })

  it('says that nothing is compared where the other version has problems', () => {
    const report = aReport({ base: { ref: 'main', problems: [aProblem, aProblem] } })

    expect(linesOf(report)).toContain('  no comparison: the client file has 2 problems there')
  })
})

describe('preview words', () => {
  it.each([
    [0.9999, '99.9 %'],
    [1, '100 %'],
    [0.975, '97.5 %'],
    [1 - 0.89, '11 %'],
  ])('rounds %d down to %s', (share, text) => {
    expect(percent(share)).toBe(text)
  })

  it('shows two long texts from where they differ', () => {
    const same = 'The same beginning, and it goes on. '

    expect(contrast(`${same}before`, `${same}after`, 30)).toEqual(['…it goes on. before', '…it goes on. after'])
  })

  it.each([
    ['where they differ in blanks alone', 'Chef  de\nrang', 'Chef de rang', ['"Chef  de\\nrang"', '"Chef de rang"']],
    ['where the same words are of other parts', [{ city: 'Lyon' }], [{ region: 'Lyon' }], ['[{"city":"Lyon"}]', '[{"region":"Lyon"}]']],
  ])('shows two values as they are stored %s', (_, before, after, shown) => {
    expect(contrast(before, after, 30)).toEqual(shown)
  })

  it.each([
    [[{ city: 'Lyon', country: 'FR' }, { text: 'Paris' }], 'Lyon, FR; Paris'],
    [
      [{ city: 'Lyon', country: 'FR', postalCode: '69001', region: 'Rhône', street: '1 rue de la Paix' }],
      '1 rue de la Paix, 69001 Lyon, Rhône, FR',
    ],
    [{ currency: 'EUR', max: 32000.5, min: 28000, unit: 'YEAR' }, '28000–32000.5 EUR per year'],
    [{ currency: 'EUR', unit: 'HOUR', value: 14 }, '14 EUR per hour'],
    [{ currency: 'EUR', min: 14, unit: 'HOUR' }, 'from 14 EUR per hour'],
    [{ currency: 'EUR', max: 14, unit: 'HOUR' }, 'up to 14 EUR per hour'],
    [['FULL_TIME', 'PART_TIME'], 'FULL_TIME, PART_TIME'],
  ])('says %j as people do', (value, words) => {
    expect(valueText(value)).toBe(words)
  })
})
