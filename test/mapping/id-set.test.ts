import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IdSet } from '../../scripts/mapping/id-set.ts'

describe('IdSet', () => {
  it('agrees with a Set', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 4 }), { maxLength: 500 }), (ids) => {
        const set = new IdSet()
        const known = new Set<string>()

        for (const id of ids) {
          expect(set.add(id)).toBe(!known.has(id))
          known.add(id)
        }
        expect(set.size).toBe(known.size)
      }),
    )
  })

  it('tells 300,000 ids that differ in little apart', () => {
    const set = new IdSet()

    for (let id = 0; id < 300_000; id += 1) set.add(`job-${id}`)

    expect(set.size).toBe(300_000)
    expect(set.add('job-299999')).toBe(false)
  })
})
