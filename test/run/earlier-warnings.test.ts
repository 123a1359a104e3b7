import { describe, expect, it } from 'vitest'
import { hasReadNothing } from '../../scripts/run/outcome-text.ts'
import { readOverview } from '../../scripts/store/overview-reads.ts'
import { readEarlierWarnings } from '../../scripts/store/run-warnings.ts'
import { noon } from '../support/build.ts'
import { testEnvironment } from './test-environment.ts'
import { aFileFeed, mappingWithKind } from './world.ts'

const feed = aFileFeed({
  mapping: {
    ...mappingWithKind,
    description: 'id',
    datePosted: { const: '2026-01-31' },
    location: { country: { const: 'FR' } },
  },
})
const listOf = (...kinds: string[]) => JSON.stringify(kinds.map((kind, index) => ({ id: `${index}`, title: 'Baker', kind })))
const warning = /^employmentType: .*"odd"/

describe('the warnings of a run whose bytes had come before', () => {
  it('are those of the run that read them', async () => {
    await using environment = await testEnvironment([feed])
    const { pool, file, run } = environment
    await file.write(listOf('full', 'odd'))
    const first = await run()

    const { record } = await run()

    expect([hasReadNothing(first.record), hasReadNothing(record)]).toEqual([false, true])
    expect(record.outcome).toMatchObject({ kind: 'unchanged', warnings: [] })
    expect(await readEarlierWarnings(pool, feed.id)).toEqual({ run: first.run, warnings: [expect.stringMatching(warning)] })
    const [shown] = (await readOverview(pool, noon)).feeds
    expect(shown!.lastRun).toMatchObject({ warnings: [expect.stringMatching(warning)], warnedBy: first.run })
  })

  it('end with the run that no longer warns', async () => {
    await using environment = await testEnvironment([feed])
    const { pool, file, run } = environment
    await file.write(listOf('full', 'odd'))
    await run()
    await file.write(listOf('full', 'full'))
    await run()

    await run()

    expect((await readOverview(pool, noon)).feeds[0]!.lastRun).toMatchObject({ outcome: 'unchanged', warnings: [] })
  })
})
