import { describe, expect, it } from 'vitest'
import { compileMapping } from '../../scripts/mapping/compile.ts'
import { Tally } from '../../scripts/mapping/tally.ts'
import { mapRecords } from '../../scripts/run/map-records.ts'
import { aFeed } from '../support/build.ts'

describe('mapRecords', () => {
  it('maps with expressions, batch by batch, and counts what is left out', async () => {
    const feed = aFeed({ mapping: { id: 'id', title: { expr: '$uppercase(title)' }, url: 'url' }, keep: [{ path: 'open', isNot: false }] })
    const record = (position: number, open: boolean) => ({
      position,
      fields: { id: position, title: 'boucher', url: 'https://acme.example', open },
    })
    async function* batches() {
      yield [record(1, true), record(2, false)]
      yield [record(3, true)]
    }
    const tally = new Tally()

    const mapped = await Array.fromAsync(mapRecords(batches(), { mapper: compileMapping(feed), tally }))

    expect(mapped.map((batch) => batch.map(({ position, posting }) => [position, posting.title]))).toEqual([
      [[1, 'BOUCHER']],
      [[3, 'BOUCHER']],
    ])
    expect(tally.measured()).toMatchObject({ records: 3, postings: 2, skipped: 0, leftOut: 1 })
  })
})
