import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { type TestEnvironment, testEnvironment } from '../run/test-environment.ts'
import { listOf } from '../run/world.ts'
import { deployed } from '../support/environment.ts'

const others = ['2', '3', '4', '5']

/** Gives the feed this text, and runs it at that hour of one day. */
async function runAt({ file, run }: TestEnvironment, hour: number, text: string): Promise<void> {
  await file.write(text)
  await run({}, { now: () => new Date(Date.UTC(2026, 2, 2, hour)) })
}

/** Times of a posting as hours of that day. */
async function historyOf(pool: pg.Pool, id: string): Promise<Record<string, number | undefined>> {
  const { rows } = await pool.query<Record<string, Date | null>>(
    'select first_seen_at, last_seen_at, changed_at, removed_at from posting_history where id = $1',
    [id],
  )
  return Object.fromEntries(Object.entries(rows[0]!).map(([name, at]) => [name, at?.getUTCHours()]))
}

describe('the history of a posting', () => {
  it('tells when it was first seen, changed, last seen and removed', async () => {
    await using environment = await testEnvironment()
    const { pool } = environment

    await runAt(environment, 1, listOf('1', ...others))
    await runAt(environment, 2, listOf('1', ...others).replace('Posting 1', 'Changed'))
    await runAt(environment, 3, listOf('1', ...others).replace('Posting 1', 'Changed'))
    await runAt(environment, 4, listOf(...others))
    await runAt(environment, 5, listOf(...others))

    expect(await historyOf(pool, '1')).toEqual({ first_seen_at: 1, changed_at: 2, last_seen_at: 3, removed_at: 4 })
    expect(await historyOf(pool, '2')).toEqual({ first_seen_at: 1, changed_at: 1, last_seen_at: 5, removed_at: undefined })
  })

  it('is continued by the same bytes and by a return, and not by a run that failed', async () => {
    await using environment = await testEnvironment()
    const { pool } = environment

    await runAt(environment, 1, listOf('1', ...others))
    await runAt(environment, 2, listOf(...others))
    await runAt(environment, 3, listOf('1', ...others))
    await runAt(environment, 4, '<html>')

    expect(await historyOf(pool, '1')).toEqual({ first_seen_at: 1, changed_at: 3, last_seen_at: 3, removed_at: undefined })
  })

  it('ends with its feed', async () => {
    await using environment = await testEnvironment()
    const { pool } = environment
    await runAt(environment, 7, listOf('1'))

    await deployed(pool, [], 'b'.repeat(40))

    expect(await historyOf(pool, '1')).toEqual({ first_seen_at: 7, changed_at: 7, last_seen_at: 7, removed_at: 12 })
    expect((await pool.query('select from snapshot')).rowCount).toBe(0)
  })
})
