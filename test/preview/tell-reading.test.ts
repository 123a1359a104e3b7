import { describe, expect, it } from 'vitest'
import { tellReading } from '../../scripts/preview/tell-reading.ts'
import type { Progress } from '../../scripts/terminal/progress.ts'

/** A progress that keeps what it is told. */
function aProgress() {
  const told: unknown[] = []
  const progress: Progress = { note: (text) => told.push(text), update: (...shown) => told.push(shown), stop() {} }
  return { told, progress }
}

describe('tellReading', () => {
  it('tells bytes and records to the progress that is open at that moment', () => {
    const [first, second] = [aProgress(), aProgress()]
    let { progress } = first
    const { onProgress } = tellReading(() => progress)

    onProgress({ bytes: 10, records: 1 })
    progress = second.progress
    onProgress({ bytes: 20, totalBytes: 30, records: 2 })

    expect(first.told).toEqual([[10, undefined, '1 record']])
    expect(second.told).toEqual([[20, 30, '2 records']])
  })

  it('says that a host is asked again and when, and waits no longer than it is wanted', async () => {
    const { told, progress } = aProgress()
    const { wait } = tellReading(() => progress)

    const waited = wait(16_000, AbortSignal.abort(new Error('stopped')))

    expect(told).toEqual(['without success so far, trying again in 16 s'])
    await expect(waited).rejects.toThrow('aborted')
  })
})
