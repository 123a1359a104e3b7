import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { SourceError, StoreError } from '../../scripts/errors.ts'
import type { Outcome } from '../../scripts/model/run.ts'
import { outcomeOf, runFeed } from '../../scripts/run/run-feed.ts'
import { beginRun } from '../../scripts/store/runs.ts'
import { noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { aFileFeed, feedFile, listOf, runContext } from './world.ts'

const feed = 'acme/jobs'

async function outcomeAfter(pool: pg.Pool, root: string): Promise<Outcome> {
  const result = await runFeed({ feed }, runContext(pool, root))
  if (result.kind !== 'ran') throw new Error(`expected a run, got ${result.kind}`)
  return result.record.outcome
}

async function lastRun(pool: pg.Pool): Promise<unknown> {
  return (
    await pool.query('select outcome, cause, reasons, measured, finished_at is not null as finished from run order by id desc limit 1')
  ).rows[0]
}

describe('runFeed', () => {
  it('saves a feed, and finds the same bytes unchanged afterwards', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await deployed(database.pool, [aResolvedClient({ feeds: [aFileFeed()] })])
    await file.write(listOf('1', '2'))

    const first = await outcomeAfter(database.pool, file.root)
    const second = await outcomeAfter(database.pool, file.root)

    expect(first).toMatchObject({ kind: 'saved', counts: { added: 2 } })
    expect(second.kind).toBe('unchanged')
    expect(await lastRun(database.pool)).toMatchObject({ outcome: 'unchanged', cause: null, measured: null, finished: true })
  })

  it('reads the same bytes anew once the mapping has changed', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const mapping = aFileFeed().mapping
    await deployed(database.pool, [aResolvedClient({ feeds: [aFileFeed()] })])
    await file.write(listOf('1', '2'))
    await outcomeAfter(database.pool, file.root)
    await deployed(
      database.pool,
      [aResolvedClient({ feeds: [aFileFeed({ mapping: { ...mapping, department: { const: 'Sales' } } })] })],
      'b'.repeat(40),
    )

    expect(await outcomeAfter(database.pool, file.root)).toMatchObject({ kind: 'saved', counts: { changed: 2 } })
  })

  it('records why a feed could not be read, and keeps its postings', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await deployed(database.pool, [aResolvedClient({ feeds: [aFileFeed()] })])
    await file.write(listOf('1', '2'))
    await outcomeAfter(database.pool, file.root)
    await file.write('[{"id": "1", "title": "cut')

    const outcome = await outcomeAfter(database.pool, file.root)

    expect(outcome).toMatchObject({ kind: 'failed', cause: 'truncated' })
    expect(await lastRun(database.pool)).toMatchObject({ outcome: 'failed', cause: 'truncated', finished: true })
    expect((await database.pool.query('select from posting where removed_at is null')).rowCount).toBe(2)
  })

  it('throws a bug of ours on, and records it as a crash', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await deployed(database.pool, [aResolvedClient({ feeds: [aFileFeed()] })])
    await file.write(listOf('1'))
    function onProgress(): never {
      throw new TypeError('undefined is not a function')
    }

    const running = runFeed({ feed }, runContext(database.pool, file.root, { onProgress }))

    await expect(running).rejects.toThrow('undefined is not a function')
    expect(await lastRun(database.pool)).toMatchObject({ outcome: 'failed', cause: 'crash', reasons: ['undefined is not a function'] })
  })

  it('closes a run that ended without a word when the next one begins', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    await deployed(database.pool, [aResolvedClient({ feeds: [aFileFeed()] })])
    await file.write(listOf('1'))
    await beginRun(database.pool, { feed, now: noon, mappingHash: () => '' })

    await outcomeAfter(database.pool, file.root)

    const { rows } = await database.pool.query('select outcome, cause from run order by id')
    expect(rows).toEqual([
      { outcome: 'failed', cause: 'stopped' },
      { outcome: 'saved', cause: null },
    ])
  })

  it('refuses a release that is not live', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const live = await deployed(database.pool, [aResolvedClient({ feeds: [aFileFeed()] })])

    const result = await runFeed({ feed, release: 'older' }, runContext(database.pool, file.root))

    expect(result).toEqual({ kind: 'wrongRelease', live: live.id })
    expect((await database.pool.query('select from run')).rowCount).toBe(0)
  })
})

describe('outcomeOf', () => {
  it.each([
    [new SourceError('acme/jobs', 'timeout', 'too slow'), 'timeout'],
    [new StoreError('out of reach'), 'store'],
    [new TypeError('our bug'), 'crash'],
  ])('names the cause of %s', (error, cause) => {
    expect(outcomeOf(error, false)).toMatchObject({ kind: 'failed', cause })
  })

  it('blames nobody for what a stopped process did not finish', () => {
    expect(outcomeOf(new SourceError('acme/jobs', 'unreachable', 'aborted'), true)).toMatchObject({ cause: 'stopped' })
  })
})
