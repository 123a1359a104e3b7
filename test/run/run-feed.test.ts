import { join } from 'node:path'
import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { SourceError, StoreError } from '../../scripts/errors.ts'
import { outcomeOf, runFeed } from '../../scripts/run/run-feed.ts'
import { beginRun } from '../../scripts/store/runs.ts'
import { noon } from '../support/build.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { testEnvironment } from './test-environment.ts'
import { aFileFeed, listOf } from './world.ts'

const feed = 'acme/jobs'

async function lastRun(pool: pg.Pool): Promise<unknown> {
  return (
    await pool.query('select outcome, cause, reasons, measured, finished_at is not null as finished from run order by id desc limit 1')
  ).rows[0]
}

describe('runFeed', () => {
  it('saves a feed, and finds the same bytes unchanged afterwards', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write(listOf('1', '2'))

    const { outcome: first } = (await run()).record
    const { outcome: second } = (await run()).record

    expect(first).toMatchObject({ kind: 'saved', counts: { added: 2 } })
    expect(second.kind).toBe('unchanged')
    expect(await lastRun(pool)).toMatchObject({ outcome: 'unchanged', cause: null, measured: null, finished: true })
  })

  it('reads the same bytes anew once the mapping has changed', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    const { mapping } = aFileFeed()
    await file.write(listOf('1', '2'))
    await run()
    await deployed(
      pool,
      [aResolvedClient({ feeds: [aFileFeed({ mapping: { ...mapping, department: { const: 'Sales' } } })] })],
      'b'.repeat(40),
    )

    expect((await run()).record.outcome).toMatchObject({ kind: 'saved', counts: { changed: 2 } })
  })

  it('records why a feed could not be read, and keeps its postings', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write(listOf('1', '2'))
    await run()
    await file.write('[{"id": "1", "title": "cut')

    const { outcome } = (await run()).record

    expect(outcome).toMatchObject({ kind: 'failed', cause: 'truncated' })
    expect(await lastRun(pool)).toMatchObject({ outcome: 'failed', cause: 'truncated', finished: true })
    expect((await pool.query('select from posting where removed_at is null')).rowCount).toBe(2)
  })

  it('throws a bug of ours on, and records it as a crash', async () => {
    await using environment = await testEnvironment()
    const { pool, file, context, run } = environment
    await file.write(listOf('1'))
    function onProgress(): never {
      throw new TypeError('undefined is not a function')
    }

    const running = run({}, { source: { ...context.source, onProgress } })

    await expect(running).rejects.toThrow('undefined is not a function')
    expect(await lastRun(pool)).toMatchObject({ outcome: 'failed', cause: 'crash', reasons: ['undefined is not a function'] })
  })

  it('records the run of a machine without room for its bytes, and keeps no snapshot', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write(listOf(...Array.from({ length: 20_000 }, (_, index) => String(index))))
    const { TMPDIR } = process.env
    process.env.TMPDIR = join(file.root, 'nowhere')

    try {
      await run()
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = TMPDIR
    }

    const reasons = [`temporary files in ${join(file.root, 'nowhere')}: there is no such file or folder`]
    expect(await lastRun(pool)).toMatchObject({ outcome: 'failed', cause: 'machine', reasons })
    expect((await pool.query('select from snapshot')).rowCount).toBe(0)
  })

  it('closes a run that ended without a word when the next one begins', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write(listOf('1'))
    await beginRun(pool, { feed, now: noon, mappingHash: () => '' })

    await run()

    const { rows } = await pool.query('select outcome, cause from run order by id')
    expect(rows).toEqual([
      { outcome: 'failed', cause: 'stopped' },
      { outcome: 'saved', cause: null },
    ])
  })

  it('refuses a release that is not live', async () => {
    await using environment = await testEnvironment()
    const { pool, context, release: live } = environment

    const result = await runFeed({ feed, release: 'older' }, context)

    expect(result).toEqual({ kind: 'wrongRelease', live: live.id })
    expect((await pool.query('select from run')).rowCount).toBe(0)
  })
})

describe('outcomeOf', () => {
  it.each([
    [new SourceError('acme/jobs', 'timeout', 'too slow'), 'timeout'],
    [new StoreError('out of reach'), 'store'],
    [new TypeError('our bug'), 'crash'],
  ])('names the cause of %s', (error, cause) => {
    expect(outcomeOf(error, 'acme/jobs', false)).toMatchObject({ kind: 'failed', cause })
  })

  it('leaves the name of the feed to whoever shows it', () => {
    const error = new SourceError('acme/jobs', 'timeout', 'too slow')

    expect(outcomeOf(error, 'acme/jobs', false)).toMatchObject({ message: 'too slow' })
  })

  it('blames nobody for what a stopped process did not finish', () => {
    expect(outcomeOf(new SourceError('acme/jobs', 'unreachable', 'aborted'), 'acme/jobs', true)).toMatchObject({ cause: 'stopped' })
  })
})
