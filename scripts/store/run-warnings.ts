import { type Queryable, storing } from './database.ts'
import { lastGoodRun } from './good-runs.ts'
import { storableJson } from './posting-json.ts'

/** What an earlier run warned of, and its number. */
export interface EarlierWarnings {
  readonly run: string
  readonly warnings: readonly string[]
}

/** What the last good run that read records of a feed warned of: a run whose bytes had come before reads none. */
export async function readEarlierWarnings(database: Queryable, feed: string): Promise<EarlierWarnings | undefined> {
  const { rows } = await storing(`${feed}: reading what it was warned of`, () =>
    database.query<EarlierWarnings>(lastGoodRun('id as run, warnings', '$1'), [feed]),
  )
  return rows[0]
}

/** Adds what was found out about a run after it had ended to its warnings. */
export async function addWarnings(database: Queryable, run: string, warnings: readonly string[]): Promise<void> {
  await storing('adding warnings to a run', () =>
    database.query('update run set warnings = warnings || $2::jsonb where id = $1', [run, storableJson(warnings)]),
  )
}
