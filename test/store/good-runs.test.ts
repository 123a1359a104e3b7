import { describe, expect, it } from 'vitest'
import { lastGoodRun } from '../../scripts/store/good-runs.ts'
import { testDatabase } from '../support/database.ts'
import { deployed } from '../support/environment.ts'

const columns = 'feed, release, fencing_token, started_at, outcome, measured'

describe('lastGoodRun', () => {
  it.each([
    ['as saved', 'saved', '{}', true],
    ['as unchanged, after reading', 'unchanged', '{}', true],
    ['as unchanged, without reading', 'unchanged', null, false],
    ['as held', 'held', '{}', false],
    ['as failed', 'failed', null, false],
    ['not at all', null, null, false],
  ])('takes a run for good or not that ended %s', async (_, outcome, measured, isGood) => {
    await using database = await testDatabase()
    const { pool } = database
    await deployed(pool)
    const insert = `insert into run (${columns}) values ('acme/jobs', '', 1, now(), $1, $2)`
    await pool.query(insert, ['saved', '{"earlier": true}'])
    await pool.query(insert, [outcome, measured])

    const { rows } = await pool.query(lastGoodRun('measured', '$1'), ['acme/jobs'])

    expect(rows).toEqual([{ measured: isGood ? {} : { earlier: true } }])
  })

  it('is found by its index, however many runs came after it that read nothing', async () => {
    await using database = await testDatabase()
    const { pool } = database
    await deployed(pool)
    await pool.query(
      `insert into run (${columns}) select 'acme/jobs', '', 1, now(), 'unchanged', case when i = 1 then '{}'::jsonb end from generate_series(1, 5000) i`,
    )
    await pool.query('analyze run')

    const { rows } = await pool.query(`explain (format json) ${lastGoodRun('id', `'acme/jobs'`)}`)

    expect(JSON.stringify(rows)).toContain('"Index Name":"run_good"')
  })
})
