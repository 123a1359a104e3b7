import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Feed } from '../../scripts/model/feed.ts'
import type { History, Measured, Property, SourceFacts } from '../../scripts/model/run.ts'
import { judge, judgeRemoval } from '../../scripts/quality/judge.ts'
import { aFeed } from '../support/build.ts'

interface Given {
  readonly measured?: Partial<Measured>
  readonly facts?: Partial<SourceFacts>
  readonly expect?: Feed['expect']
  readonly history?: Partial<History>
}

/** A good run of a hundred postings, but for what a test is about. */
function judged({ measured, facts, expect: expected = {}, history }: Given) {
  const feed = aFeed({ expect: expected, mapping: { id: 'id', title: 'title', url: 'url', description: 'text' } })
  const postings = measured?.postings ?? 100
  return judge(
    {
      records: postings,
      postings,
      skipped: 0,
      duplicates: 0,
      filled: { title: postings, url: postings, description: postings },
      ...measured,
    },
    { bytesReceived: 1, bytes: 1, contentHash: 'x', isComplete: true, ...facts },
    feed,
    { live: 100, goodRuns: [100, 100, 100, 100, 100], ...history },
  )
}

describe('judge', () => {
  it('takes a run that is as ever', () => {
    expect(judged({})).toEqual({ warnings: [], mayRemove: true })
  })

  it('takes the first run of a feed', () => {
    expect(judged({ history: { live: 0, goodRuns: [] } })).toEqual({ warnings: [], mayRemove: true })
  })

  it.each([
    [
      'an empty list',
      { measured: { postings: 0 } },
      'empty',
      'the feed lists no postings: confirm with the client, then accept the run, or change expect.postings.min to 0 if that is usual',
    ],
    ['an empty list of a new feed', { measured: { postings: 0 }, history: { live: 0, goodRuns: [] } }, 'empty', /confirm with the client/],
    [
      'records of which none is a posting',
      { measured: { records: 9, postings: 0, skipped: 9 } },
      'mapping',
      /^no record of 9 became a posting/,
    ],
    [
      'fewer than the minimum',
      { measured: { postings: 99 }, expect: { postings: { min: 100 } } },
      'expectation',
      /^99 postings, expected at least 100/,
    ],
    ['a drop of more than 30 %', { measured: { postings: 69 } }, 'expectation', /^69 postings, 31 % fewer than the usual 100/],
    [
      'records that keep all leaves out',
      { measured: { records: 9, postings: 0, leftOut: 9 } },
      'empty',
      /^keep leaves out every record \(9\): confirm/,
    ],
    [
      'records that keep all leaves out and that could be no postings',
      { measured: { records: 9, postings: 0, leftOut: 9, foreign: 9 }, expect: { postings: { min: 0 } } },
      'mapping',
      /^keep leaves out every record \(9\), and none has the fields of id, title and url/,
    ],
    [
      'records that keep all leaves out, some of which are notices',
      { measured: { records: 9, postings: 0, leftOut: 9, foreign: 8 } },
      'empty',
      /^keep leaves out every record \(9\): confirm/,
    ],
    [
      'a tenth of what keep does not leave out',
      { measured: { records: 1012, leftOut: 900, skipped: 12 } },
      'mapping',
      /^12 of 1012 records were skipped/,
    ],
    ['a tenth of the records skipped', { measured: { records: 112, skipped: 12 } }, 'mapping', /^12 of 112 records were skipped/],
    [
      'a description that is missing too often',
      { measured: { filled: { url: 100, description: 97 } } },
      'expectation',
      /^description is filled in 97 % of the postings, expected at least 98 %/,
    ],
    [
      'a property below its bound',
      { expect: { filled: { salary: 0.5 } } },
      'expectation',
      /^salary is filled in 0 % of the postings, expected at least 50 %/,
    ],
  ] as [string, Given, string, string | RegExp][])('holds %s', (_what, given, cause, reason) => {
    const { hold, mayRemove } = judged(given)

    expect(hold).toEqual({ cause, reasons: [typeof reason === 'string' ? reason : expect.stringMatching(reason)] })
    expect(mayRemove).toBe(false)
  })

  it.each([
    ['a drop of 30 %', { measured: { postings: 70 } }],
    ['one skipped record of few', { measured: { records: 5, postings: 4, skipped: 1 }, history: { live: 4, goodRuns: [4] } }],
    ['an unmapped place', { measured: { filled: { url: 100, description: 98 } } }],
    ['a bound that the file lowers', { measured: { filled: { url: 100, description: 50 } }, expect: { filled: { description: 0.5 } } }],
    [
      'an empty list that the file allows, where nothing is live',
      { measured: { postings: 0 }, expect: { postings: { min: 0 } }, history: { live: 0, goodRuns: [0] } },
    ],
  ] as [string, Given][])('does not hold %s', (_what, given) => {
    expect(judged(given).hold).toBeUndefined()
  })

  it('names every reason, the first being the cause', () => {
    const { hold } = judged({ measured: { postings: 10, filled: { url: 10 } }, expect: { postings: { min: 50 } } })

    expect(hold?.cause).toBe('expectation')
    expect(hold?.reasons).toHaveLength(3)
  })

  it('takes the middle of the last five runs for the usual number', () => {
    const { hold } = judged({ measured: { postings: 100 }, history: { goodRuns: [100, 90, 5000, 110, 120, 9000, 9000] } })

    expect(hold).toBeUndefined()
  })

  it.each([
    ['a drop of more than 10 %', { measured: { postings: 89 } }, /^89 postings, 11 % fewer/],
    ['more than the maximum', { measured: { postings: 101 }, expect: { postings: { max: 100 } } }, /^101 postings, expected at most 100/],
    ['skipped records', { measured: { records: 102, skipped: 2 } }, /^2 of 102 records were skipped/],
    ['a skipped record', { measured: { records: 101, skipped: 1 } }, /^1 of 101 records was skipped/],
    ['repeated ids', { measured: { records: 105, duplicates: 5 } }, /^5 records repeat the id of another/],
    ['what the reader warns of', { facts: { warnings: ['the HTTP header lies'] } }, /^the HTTP header lies$/],
  ] as [string, Given, RegExp][])('warns of %s', (_what, given, warning) => {
    const { hold, warnings, mayRemove } = judged(given)

    expect(hold).toBeUndefined()
    expect(warnings).toEqual([expect.stringMatching(warning)])
    expect(mayRemove).toBe(true)
  })

  it('lets nothing be removed by a list that is not proven complete', () => {
    const { hold, mayRemove, warnings } = judged({ facts: { isComplete: false } })

    expect(hold).toBeUndefined()
    expect(mayRemove).toBe(false)
    expect(warnings).toEqual(['the list is not proven complete: a missing posting is removed only after it was missed 4 times'])
  })
})

describe('judgeRemoval', () => {
  it.each([
    [0, 0, undefined],
    [50, 100, undefined],
    [
      51,
      100,
      { cause: 'expectation', reasons: ['51 of 100 live postings would be removed, more than 50 %: accept the run if that is right'] },
    ],
  ])('of %d out of %d', (removed, live, expected) => {
    expect(judgeRemoval(removed, { live, goodRuns: [] })).toEqual(expected)
  })
})

describe('the default of expect.filled', () => {
  const { properties } = JSON.parse(readFileSync('schemas/client.schema.json', 'utf8')).definitions.expect
  const stated: Readonly<Record<string, number>> = properties.filled.default
  const named: readonly Property[] = properties.filled.propertyNames.enum

  /** The verdict on a thousand postings of which one property that is mapped is filled in some. */
  function verdictOn(property: Property, filled: number, expected: Feed['expect'] = {}) {
    const mapping = { id: 'id', title: 'title', url: 'url', [property]: 'x' } as Feed['mapping']
    const measured = { records: 1000, postings: 1000, skipped: 0, duplicates: 0, filled: { [property]: filled } }
    const facts = { bytesReceived: 1, bytes: 1, contentHash: 'x', isComplete: true }
    return judge(measured, facts, { mapping, expect: expected }, { live: 0, goodRuns: [] }).hold?.cause
  }

  it.each(named)('is for %s as the schema states it', (property) => {
    const bound = stated[property]

    const [enough, less] = [verdictOn(property, 1000 * (bound ?? 0)), verdictOn(property, bound === undefined ? 0 : 1000 * bound - 1)]

    expect([enough, less]).toEqual([undefined, bound === undefined ? undefined : 'expectation'])
  })

  it('makes way for what the client file says', () => {
    expect(verdictOn('datePosted', 0, { filled: { datePosted: 0 } })).toBeUndefined()
    expect(verdictOn('datePosted', 990, { filled: { datePosted: 1 } })).toBe('expectation')
  })
})
