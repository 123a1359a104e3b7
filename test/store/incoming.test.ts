import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import type { Posting } from '../../scripts/model/posting.ts'
import type { Counts } from '../../scripts/model/run.ts'
import { applyIncoming, compareIncoming, type Removes } from '../../scripts/store/apply-incoming.ts'
import { receivePostings } from '../../scripts/store/incoming.ts'
import type { PlacedPosting } from '../../scripts/store/posting-rows.ts'
import { type Begun, beginRun } from '../../scripts/store/runs.ts'
import { readTitles } from '../run/world.ts'
import { aPosting, noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { deployed } from '../support/environment.ts'

const feed = 'acme/jobs'
const missesBeforeRemoval = 4

async function begin(pool: pg.Pool): Promise<Begun> {
  const begun = await beginRun(pool, { feed, now: noon, mappingHash: () => 'h' })
  if (begun.kind !== 'begun') throw new Error(`expected a run, got ${begun.kind}`)
  return begun
}

async function* batchesOf(postings: readonly Posting[]): AsyncGenerator<readonly PlacedPosting[]> {
  for (const [index, posting] of postings.entries()) yield [{ position: index + 1, posting }]
}

/** One whole run over these postings. */
async function save(pool: pg.Pool, postings: readonly Posting[], removes: Removes = 'missing'): Promise<Counts | 'fenced'> {
  const { fencingToken } = await begin(pool)
  await using incoming = await receivePostings(pool, feed, batchesOf(postings))
  return await applyIncoming(incoming, { fencingToken, now: noon, removes, missesBeforeRemoval, shapes: [], async record() {} })
}

describe('receivePostings', () => {
  it('refuses two postings with one id when they are applied, and nothing is applied', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)

    const saving = save(database.pool, [
      aPosting({ id: '1', title: 'first' }),
      aPosting({ id: '1', title: 'second' }),
      aPosting({ id: '2' }),
    ])

    await expect(saving).rejects.toThrow('acme/jobs: applying: duplicate key value')
    expect(await readTitles(database.pool)).toEqual({})
  })

  it('stores text that PostgreSQL would refuse, without its NUL characters and lone surrogates', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)

    await save(database.pool, [aPosting({ id: 'a\0b', title: 'x\0y\ud800z \\u0000' })])

    expect(await readTitles(database.pool)).toEqual({ ab: 'xy\ufffdz \\u0000' })
  })

  it('passes on what the source throws, and leaves the pool fit for use', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const broken = new Error('the host went away')
    async function* breaking(): AsyncGenerator<readonly PlacedPosting[]> {
      yield [{ position: 1, posting: aPosting() }]
      throw broken
    }

    const receiving = receivePostings(database.pool, feed, breaking())

    await expect(receiving).rejects.toBe(broken)
    expect(await save(database.pool, [aPosting({ id: '1' })])).toMatchObject({ added: 1 })
  })
})

describe('a posting that is stored just so', () => {
  it('comes without its content', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await save(
      database.pool,
      ['same', 'changed', 'removed'].map((id) => aPosting({ id })),
    )
    await database.pool.query(`update posting set removed_at = now() where id = 'removed'`)

    await using incoming = await receivePostings(
      database.pool,
      feed,
      batchesOf([
        aPosting({ id: 'same' }),
        aPosting({ id: 'changed', title: 'new' }),
        aPosting({ id: 'removed' }),
        aPosting({ id: 'new' }),
      ]),
    )

    const { rows } = await incoming.connection.query('select id from incoming where content is null or facets is null')
    expect(rows).toEqual([{ id: 'same' }])
  })

  it('fails the run where it was changed meanwhile, and nothing is applied', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await save(database.pool, [aPosting({ id: '1' }), aPosting({ id: '2' })])
    const { fencingToken } = await begin(database.pool)
    await using incoming = await receivePostings(database.pool, feed, batchesOf([aPosting({ id: '1' }), aPosting({ id: 'new' })]))
    await database.pool.query(`update posting set hash = 'other' where id = '1'`)

    const application = { fencingToken, now: noon, removes: 'missing', missesBeforeRemoval, shapes: [], async record() {} } as const

    await expect(applyIncoming(incoming, application)).rejects.toThrow('1 posting changed while it was read')
    expect(Object.keys(await readTitles(database.pool))).toEqual(['1', '2'])
  })
})

describe('compareIncoming', () => {
  it('counts what an apply would do, and changes nothing', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await save(
      database.pool,
      ['same', 'changed', 'missing'].map((id) => aPosting({ id })),
    )
    await using incoming = await receivePostings(
      database.pool,
      feed,
      batchesOf([aPosting({ id: 'same' }), aPosting({ id: 'changed', title: 'new' }), aPosting({ id: 'added' })]),
    )

    const comparison = await compareIncoming(incoming, missesBeforeRemoval)

    expect(comparison).toEqual({ live: 3, added: 1, changed: 1, unchanged: 1, missing: 1, overdue: 0 })
    expect(Object.keys(await readTitles(database.pool))).toEqual(['changed', 'missing', 'same'])
  })
})

describe('applyIncoming', () => {
  it('adds, changes and removes postings, and tells how many', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await save(database.pool, [aPosting({ id: '1' }), aPosting({ id: '2', title: 'old' }), aPosting({ id: '3' })])

    const counts = await save(database.pool, [
      aPosting({ id: '1' }),
      aPosting({ id: '2', title: 'new' }),
      aPosting({ id: '4', title: 'added' }),
    ])

    expect(counts).toEqual({ added: 1, changed: 1, removed: 1, unchanged: 1 })
    expect(await readTitles(database.pool)).toEqual({ 1: 'Boucher F/H', 2: 'new', 4: 'added' })
  })

  it('writes no row of a feed that is as before, in whatever order it comes', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const postings = ['1', '2', '3'].map((id) => aPosting({ id }))
    await save(database.pool, postings)
    const before = await database.pool.query('select id, xmin, ctid from posting order by id')

    const counts = await save(database.pool, postings.toReversed())

    expect(counts).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 3 })
    expect((await database.pool.query('select id, xmin, ctid from posting order by id')).rows).toEqual(before.rows)
  })

  it('leaves the old postings when anything fails before the end', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await save(database.pool, [aPosting({ id: '1', title: 'old' }), aPosting({ id: '2' })])
    const { fencingToken } = await begin(database.pool)
    await using incoming = await receivePostings(
      database.pool,
      feed,
      batchesOf([aPosting({ id: '1', title: 'new' }), aPosting({ id: '3' })]),
    )

    const applying = applyIncoming(incoming, {
      fencingToken,
      now: noon,
      removes: 'missing',
      missesBeforeRemoval,
      shapes: [],
      record: async () => {
        throw new TypeError('the record could not be written')
      },
    })

    await expect(applying).rejects.toThrow('the record could not be written')
    expect(await readTitles(database.pool)).toEqual({ 1: 'old', 2: 'Boucher F/H' })
  })

  it('changes nothing once a newer run of the feed has begun', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const frozen = await begin(database.pool)
    await using incoming = await receivePostings(database.pool, feed, batchesOf([aPosting({ id: '1', title: 'stale' })]))
    await save(database.pool, [aPosting({ id: '1', title: 'fresh' }), aPosting({ id: '2', title: 'fresh' })])

    const counts = await applyIncoming(incoming, {
      fencingToken: frozen.fencingToken,
      now: noon,
      removes: 'missing',
      missesBeforeRemoval,
      shapes: [],
      async record() {},
    })

    expect(counts).toBe('fenced')
    expect(await readTitles(database.pool)).toEqual({ 1: 'fresh', 2: 'fresh' })
  })

  it('removes without proof only what was missed four times in a row', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    const [one, two, three] = ['1', '2', '3'].map((id) => aPosting({ id })) as [Posting, Posting, Posting]
    await save(database.pool, [one, two, three])

    const removed: (number | 'fenced')[] = []
    for (const list of [[one], [one], [one], [one, two], [one], [one], [one], [one]]) {
      const counts = await save(database.pool, list, 'overdue')
      removed.push(counts === 'fenced' ? counts : counts.removed)
    }

    // 3 goes at its fourth miss; 2 came back in that run, and goes four runs later.
    expect(removed).toEqual([0, 0, 0, 1, 0, 0, 0, 1])
  })

  it('brings back a posting that was removed, with its history', async () => {
    await using database = await testDatabase()
    await deployed(database.pool)
    await save(database.pool, [aPosting({ id: '1' }), aPosting({ id: '2' })])
    await save(database.pool, [aPosting({ id: '1' })])

    const counts = await save(database.pool, [aPosting({ id: '1' }), aPosting({ id: '2' })])

    expect(counts).toEqual({ added: 1, changed: 0, removed: 0, unchanged: 1 })
    expect(Object.keys(await readTitles(database.pool))).toEqual(['1', '2'])
  })
})
