import { describe, expect, it } from 'vitest'
import { Tally } from '../../scripts/mapping/tally.ts'
import type { Counts, SourceFacts } from '../../scripts/model/run.ts'
import { type Fetched, type ImportSteps, importFeed } from '../../scripts/run/import-feed.ts'
import { usualJudgement } from '../../scripts/run/judgement.ts'
import { Stopwatch } from '../../scripts/run/stopwatch.ts'
import type { Comparison, Removes } from '../../scripts/store/apply-incoming.ts'
import type { RunRecord } from '../../scripts/store/runs.ts'
import { aFeed, aPosting } from '../support/build.ts'

interface World {
  /** Ids that the feed lists. */
  readonly ids?: readonly string[]
  readonly fetched?: Fetched
  readonly facts?: Partial<SourceFacts>
  readonly comparison?: Partial<Comparison>
  readonly applied?: Counts | 'fenced'
}

const someCounts: Counts = { added: 1, changed: 0, removed: 0, unchanged: 1 }

/** Steps over a world in memory, and what was done to it. */
function stepsOver({ ids = ['1', '2'], fetched = { kind: 'bytes' }, facts = {}, comparison = {}, applied = someCounts }: World) {
  const did: string[] = []
  const recorded: RunRecord[] = []
  const tally = new Tally()
  const steps: ImportSteps<AsyncDisposable> = {
    tally,
    judgement: usualJudgement,
    fetch: async () => fetched,
    read: () => ({
      records: (async function* () {
        yield ids.map((id, index) => ({ position: index + 1, fields: { id } }))
      })(),
      facts: () => ({ bytesReceived: 1, bytes: 1, contentHash: 'h', isComplete: true, ...facts }),
    }),
    async *map(records) {
      for await (const batch of records) {
        const postings = batch.map(({ position, fields }) => ({ position, posting: aPosting({ id: String(fields.id) }) }))
        for (const { posting } of postings) tally.add({ ok: true, posting })
        yield postings
      }
    },
    noticed: () => ({ unread: { extra: 2 }, warnings: [] }),
    async receive(_feed, batches) {
      for await (const _batch of batches) did.push('received')
      return {
        async [Symbol.asyncDispose]() {
          did.push('discarded')
        },
      }
    },
    readHistory: async () => ({ live: 2, goodRuns: [2, 2] }),
    compare: async () => ({ live: 2, added: 0, changed: 0, unchanged: 2, missing: 0, overdue: 0, ...comparison }),
    async apply(_received, removes: Removes, record) {
      did.push(`applied, removing ${removes}`)
      if (applied !== 'fenced') recorded.push(record(applied))
      return applied
    },
    async record(record) {
      recorded.push(record)
      return record
    },
  }
  const run = (expectation = {}) => importFeed(aFeed({ expect: expectation }), steps, new Stopwatch(() => 0))
  return { run, did, recorded }
}

describe('importFeed', () => {
  it('saves what it received, and records it with what it noticed', async () => {
    const { run, did, recorded } = stepsOver({})

    const record = await run()

    expect(record).toMatchObject({ outcome: { kind: 'saved', counts: someCounts }, measured: { postings: 2 }, unread: { extra: 2 } })
    expect(recorded).toEqual([record])
    expect(did).toEqual(['received', 'applied, removing missing', 'discarded'])
  })

  it('ends at once where the host says that nothing changed', async () => {
    const { run, did, recorded } = stepsOver({ fetched: { kind: 'same' } })

    expect((await run()).outcome.kind).toBe('unchanged')
    expect(did).toEqual([])
    expect(recorded).toHaveLength(1)
  })

  it('maps nothing where the bytes are those of the run before', async () => {
    const source = { bytesReceived: 1, bytes: 1, contentHash: 'h', isComplete: true }
    const { run, did } = stepsOver({ fetched: { kind: 'same', source } })

    expect(await run()).toMatchObject({ outcome: { kind: 'unchanged' }, source })
    expect(did).toEqual([])
  })

  it('is unchanged where other bytes bring the same postings', async () => {
    const { run } = stepsOver({ applied: { added: 0, changed: 0, removed: 0, unchanged: 2 } })

    expect((await run()).outcome.kind).toBe('unchanged')
  })

  it('holds a list that is shorter than expected, and keeps the earlier postings', async () => {
    const { run, did } = stepsOver({})

    const { outcome } = await run({ postings: { min: 3 } })

    expect(outcome).toMatchObject({ kind: 'held', cause: 'expectation' })
    expect(did).toEqual(['received', 'discarded'])
  })

  it('holds a run that would remove more than half of the postings', async () => {
    const { run, did } = stepsOver({ comparison: { live: 4, missing: 3 } })

    expect((await run()).outcome).toMatchObject({ kind: 'held', cause: 'expectation' })
    expect(did).not.toContain('applied, removing missing')
  })

  it('removes half of the postings, and no more than what is missing', async () => {
    const { run, did } = stepsOver({ comparison: { live: 4, missing: 2 } })

    expect((await run()).outcome.kind).toBe('saved')
    expect(did).toContain('applied, removing missing')
  })

  it('removes only what is overdue where the list is not proven complete', async () => {
    const { run, did } = stepsOver({ facts: { isComplete: false }, comparison: { live: 4, missing: 4, overdue: 1 } })

    expect((await run()).outcome.kind).toBe('saved')
    expect(did).toContain('applied, removing overdue')
  })

  it('fails as fenced where a newer run has begun', async () => {
    const { run, recorded } = stepsOver({ applied: 'fenced' })

    expect((await run()).outcome).toMatchObject({ kind: 'failed', cause: 'fenced' })
    expect(recorded).toHaveLength(1)
  })
})
