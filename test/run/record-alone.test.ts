import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { openPool } from '../../scripts/store/database.ts'
import { type TestEnvironment, testEnvironment } from './test-environment.ts'
import { aFileFeed, listOf, readTitles } from './world.ts'

const held = aFileFeed({ expect: { postings: { min: 100 } } })

/** Has PostgreSQL do something to whoever records a run, so many times. */
async function atRecording(pool: pg.Pool, times: number, what: string): Promise<void> {
  // Not undone with the transaction, as all else in it.
  await pool.query('create sequence recordings')
  await pool.query(
    `create function at_recording() returns trigger language plpgsql as $$ begin
       if nextval('recordings') <= ${times} then ${what}; end if;
       return new;
     end $$`,
  )
  await pool.query('create trigger at_recording before update of outcome on run for each row execute function at_recording()')
}

const cut = 'perform pg_terminate_backend(pg_backend_pid())'

/** Another pool, which loses the answer to the first commit after which a run has ended. */
function losingAnswer({ url, pool: watching }: TestEnvironment): AsyncDisposable & { readonly pool: pg.Pool } {
  const pool = openPool(url, 'test')
  let isLost = false
  async function loseIfRecorded(answer: unknown): Promise<unknown> {
    isLost = (await watching.query('select from run where finished_at is not null')).rowCount === 1
    if (isLost) throw new Error('Connection terminated unexpectedly')
    return answer
  }
  pool.on('connect', (client) => {
    const send = client.query.bind(client) as (...words: unknown[]) => Promise<unknown>
    Object.assign(client, {
      query(...words: unknown[]) {
        const sent = send(...words)
        return isLost || words[0] !== 'commit' ? sent : sent.then(loseIfRecorded)
      },
    })
  })
  return { pool, [Symbol.asyncDispose]: () => pool.end() }
}

/** Runs the feed; how long it waited before it tried again, in milliseconds. */
async function waitsOf({ context, run }: TestEnvironment, signal?: AbortSignal): Promise<{ waits: number[]; ran: ReturnType<typeof run> }> {
  const waits: number[] = []
  const wait = async (ms: number) => void waits.push(ms)
  const ran = run({}, { source: { ...context.source, wait, ...(signal && { signal }) } })
  await ran.catch(() => {})
  return { waits, ran }
}

async function lastRun(pool: pg.Pool): Promise<unknown> {
  const { rows } = await pool.query(
    'select outcome, cause, (select count(*)::int from snapshot where run = run.id) as snapshots from run order by id desc limit 1',
  )
  return rows[0]
}

describe('a run that loses PostgreSQL when it is recorded', () => {
  it('is recorded as it ended once PostgreSQL is back', async () => {
    await using environment = await testEnvironment([held])
    const { pool, file } = environment
    await file.write(listOf('1'))
    await atRecording(pool, 2, cut)

    const { waits, ran } = await waitsOf(environment)

    expect(waits).toEqual([1_000, 2_000])
    expect((await ran).record.outcome).toMatchObject({ kind: 'held', cause: 'expectation' })
    expect(await lastRun(pool)).toEqual({ outcome: 'held', cause: 'expectation', snapshots: 1 })
  })

  it('is recorded as failed where it was about to save', async () => {
    await using environment = await testEnvironment()
    const { pool, file } = environment
    await file.write(listOf('1'))
    await atRecording(pool, 2, cut)

    const { waits, ran } = await waitsOf(environment)

    expect(waits).toEqual([1_000])
    expect((await ran).record.outcome).toMatchObject({ kind: 'failed', cause: 'store' })
    expect(await lastRun(pool)).toEqual({ outcome: 'failed', cause: 'store', snapshots: 0 })
    expect(await readTitles(pool)).toEqual({})
  })

  it('is not recorded where PostgreSQL stays away', async () => {
    await using environment = await testEnvironment([held])
    const { pool, file } = environment
    await file.write(listOf('1'))
    await atRecording(pool, 1_000, cut)

    const { waits, ran } = await waitsOf(environment)

    // As the run ended, and then as failed.
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 1_000, 2_000, 4_000, 8_000])
    await expect(ran).rejects.toThrow('recording a run')
    expect(await lastRun(pool)).toMatchObject({ outcome: null })
  })

  it.each([
    ['PostgreSQL refuses, and is there', `raise exception 'no'`, undefined],
    ['the process is to stop', cut, AbortSignal.abort()],
  ])('does not wait where %s', async (_, what, signal) => {
    await using environment = await testEnvironment([held])
    const { pool, file } = environment
    await file.write(listOf('1'))
    await atRecording(pool, 1_000, what)

    const { waits, ran } = await waitsOf(environment, signal)

    expect(waits).toEqual([])
    await expect(ran).rejects.toThrow('recording a run')
  })

  it.each([
    ['saved', aFileFeed(), []],
    ['held', held, [1_000]],
  ] as const)('stays %s, and says so, where only the answer to the commit was lost', async (outcome, feed, expected) => {
    await using environment = await testEnvironment([feed])
    await environment.file.write(listOf('1'))
    await using losing = losingAnswer(environment)

    const { waits, ran } = await waitsOf({
      ...environment,
      run: (request, more) => environment.run(request, { ...more, pool: losing.pool }),
    })

    expect((await ran).record).toMatchObject({
      outcome: { kind: outcome, warnings: [expect.anything()] },
      measured: { postings: 1 },
      skipped: [],
    })
    expect(waits).toEqual(expected)
    expect(await lastRun(environment.pool)).toMatchObject({ outcome, snapshots: 1 })
    expect(Object.keys(await readTitles(environment.pool))).toEqual(outcome === 'saved' ? ['1'] : [])
  })
})

describe('a run that was closed by its successor', () => {
  it('records nothing when it ends after all', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write(listOf('1'))

    const outlived = await run({
      async source() {
        await run()
        throw new Error('too late')
      },
    }).catch((error: Error) => error.message)

    expect(outlived).toBe('too late')
    const { rows } = await pool.query('select outcome, cause from run order by id')
    expect(rows).toEqual([
      { outcome: 'failed', cause: 'stopped' },
      { outcome: 'saved', cause: null },
    ])
  })
})
