import { describe, expect, it } from 'vitest'
import type { Measurement } from '../../scripts/bench/measure.ts'
import { bestOf } from '../../scripts/bench/rounds.ts'

describe('bestOf', () => {
  it('gives of each workload the fastest round whole, with the largest peak of memory of all', () => {
    const slowImport = aMeasurement({ workload: 'import', seconds: 9, cpuSeconds: 12, peakMegabytes: 181 })
    const fastImport = aMeasurement({ workload: 'import', seconds: 8, cpuSeconds: 13, peakMegabytes: 170, timings: { fetch: 20 } })
    const floor = aMeasurement({ workload: 'floor', seconds: 3 })

    const best = bestOf([slowImport, floor, fastImport])

    expect(best).toEqual([floor, { ...fastImport, peakMegabytes: 181 }])
  })

  it('has nothing to say of what was not measured', () => {
    expect(bestOf([])).toEqual([])
  })
})

function aMeasurement(measurement: Partial<Measurement>): Measurement {
  return { workload: 'parse', seconds: 1, cpuSeconds: 1, peakMegabytes: 100, postings: 10, ...measurement }
}
