import { describe, expect, it } from 'vitest'
import { feedsRows } from '../../scripts/bench/feeds.ts'
import { measureLoad, quantile } from '../../scripts/bench/load.ts'
import { pageRows } from '../../scripts/bench/page.ts'

describe('quantile', () => {
  it.each([
    [[1, 2, 3, 4], 0.5, 2],
    [[1, 2, 3, 4], 0.95, 4],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
    [[7], 0.95, 7],
    [[], 0.95, 0],
  ])('of %j at %d is %d', (sorted, share, expected) => {
    expect(quantile(sorted, share)).toBe(expected)
  })
})

describe('measureLoad', () => {
  it('asks as often as told, never more at once than told, and always that many while there are enough', async () => {
    let underWay = 0
    const seen: number[] = []

    await measureLoad({ requests: 10, atOnce: 3 }, async () => {
      underWay += 1
      seen.push(underWay)
      await Promise.resolve()
      underWay -= 1
    })

    expect([seen.length, Math.max(...seen)]).toEqual([10, 3])
  })

  it('fails where a request fails', async () => {
    await expect(measureLoad({ requests: 2, atOnce: 1 }, () => Promise.reject(new Error('503')))).rejects.toThrow('503')
  })
})

describe('pageRows', () => {
  it('compares each view with the bare SELECT', () => {
    const rows = pageRows([
      { view: 'bare', perSecond: 4000, p50: 1, p95: 2 },
      { view: 'client page', perSecond: 400, p50: 5, p95: 9 },
    ])

    expect(rows.slice(1)).toEqual([
      ['bare', '4000', '1.0', '2.0', '1.0x'],
      ['client page', '400', '5.0', '9.0', '4.5x'],
    ])
  })
})

describe('feedsRows', () => {
  it('tells how many floors each kind of run costs', () => {
    const rows = feedsRows([
      { kind: 'floor', perSecond: 200, p50: 4, p95: 9 },
      { kind: 'first runs', perSecond: 40, p50: 20, p95: 30 },
    ])

    expect(rows.slice(1)).toEqual([
      ['floor', '200', '4.0', '9.0', '1.0x'],
      ['first runs', '40', '20.0', '30.0', '5.0x'],
    ])
  })
})
