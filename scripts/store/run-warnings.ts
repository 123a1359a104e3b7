import { type Queryable, storing } from './database.ts'
import { storableJson } from './posting-json.ts'

/** Adds what was found out about a run after it had ended to its warnings. */
export async function addWarnings(database: Queryable, run: string, warnings: readonly string[]): Promise<void> {
  await storing('adding warnings to a run', () =>
    database.query('update run set warnings = warnings || $2::jsonb where id = $1', [run, storableJson(warnings)]),
  )
}
