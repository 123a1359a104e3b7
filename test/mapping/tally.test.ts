import { describe, expect, it } from 'vitest'
import { Tally } from '../../scripts/mapping/tally.ts'
import { aPosting } from '../support/build.ts'

describe('Tally', () => {
  it('counts postings, duplicates, skipped records and what is filled', () => {
    const tally = new Tally()

    const isFirst = [
      tally.add({ ok: true, posting: aPosting({ id: '1', datePosted: '2026-02-01' }) }),
      tally.add({ ok: true, posting: { id: '2', title: 'x', url: 'https://acme.example' } }),
      tally.add({ ok: true, posting: aPosting({ id: '1' }) }),
      tally.add({ ok: false, skipped: { position: 4, reason: 'no id', excerpt: '{}' } }),
      tally.add({ ok: false }),
      tally.add({ ok: false, isForeign: true }),
    ]

    expect(isFirst).toEqual([true, true, false, false, false, false])
    expect(tally.measured()).toEqual({
      records: 6,
      postings: 2,
      skipped: 1,
      leftOut: 2,
      foreign: 1,
      duplicates: 1,
      unmarked: { postings: 1, lacking: { description: 1, datePosted: 1, country: 1 } },
      filled: { title: 2, url: 2, description: 1, location: 1, datePosted: 1 },
    })
    expect(tally.skippedExamples).toEqual([{ position: 4, reason: 'no id', excerpt: '{}' }])
  })

  it('keeps the first twenty skipped records', () => {
    const tally = new Tally()

    for (let position = 1; position <= 30; position += 1) tally.add({ ok: false, skipped: { position, reason: 'x', excerpt: '' } })

    expect(tally.measured().skipped).toBe(30)
    expect(tally.skippedExamples.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })
})
