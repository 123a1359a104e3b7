import { describe, expect, it } from 'vitest'
import { benchFeed, feedText } from '../../scripts/bench/feed.ts'
import { renderFigures } from '../../scripts/bench/figures.ts'
import { compileMapping } from '../../scripts/mapping/compile.ts'
import { Tally } from '../../scripts/mapping/tally.ts'
import { readBytes } from '../../scripts/source/read.ts'

describe('feedText', () => {
  it('is the same at each run', () => {
    expect([...feedText(250)].join('')).toBe([...feedText(250)].join(''))
  })

  it('has 2.25 kB a posting: 225 MB for 100,000', () => {
    const bytes = Buffer.byteLength([...feedText(2_000)].join(''))

    expect(bytes / 2_000).toBeGreaterThan(2_150)
    expect(bytes / 2_000).toBeLessThan(2_350)
  })

  it('maps without a skipped record, an unread field or an unknown word', async () => {
    const feed = benchFeed('https://feeds.example.com/feed.xml')
    const mapper = compileMapping(feed)
    const tally = new Tally()

    for await (const batch of readBytes(feed, Buffer.from([...feedText(150)].join(''))).records) {
      for (const record of batch) tally.add(mapper.map(record))
    }

    expect(tally.measured()).toMatchObject({
      records: 150,
      postings: 150,
      skipped: 0,
      filled: { description: 150, datePosted: 150, employmentType: 150 },
    })
    expect([...mapper.unread(), ...mapper.warnings()]).toEqual([])
  })
})

describe('renderFigures', () => {
  it('relates each figure to both floors and to the import, by the clock and by CPU time', () => {
    const text = renderFigures(
      [
        { workload: 'floor', seconds: 2, cpuSeconds: 1, peakMegabytes: 100, postings: 10 },
        { workload: 'floorSanitised', seconds: 4, cpuSeconds: 2, peakMegabytes: 100, postings: 10 },
        { workload: 'import', seconds: 6, cpuSeconds: 5, peakMegabytes: 120, postings: 10 },
      ],
      12,
    )

    expect(text.split('\n')[0]).toBe('10 postings, 12 MB. "to …" is how many times as long it took (in CPU seconds): less is better.')
    expect(text.split('\n').at(-1)).toMatch(/6\.00 +5\.00 +2 +2 +120 +3\.00x \(5\.00x\) +1\.50x \(2\.50x\) +1\.00x \(1\.00x\)$/)
  })
})
