import { StoreError } from '../errors.ts'
import type { Environment } from '../model/environment.ts'
import type { Queryable } from './database.ts'
import { storing } from './database.ts'

/** The environment that this database belongs to; undefined before the first deployment. */
export async function readEnvironment(database: Queryable): Promise<Environment | undefined> {
  const { rows } = await storing('reading the environment', () => database.query<{ name: Environment }>('select name from environment'))
  return rows[0]?.name
}

/** Throws a StoreError where this database belongs to an environment, and that is another. */
export async function requireEnvironment(database: Queryable, environment: Environment): Promise<void> {
  const owner = await readEnvironment(database)
  if (owner !== undefined) refuseOther(owner, environment)
}

/** Throws a StoreError where a database of `owner` was taken for one of `environment`. */
export function refuseOther(owner: Environment, environment: Environment): void {
  if (owner === environment) return
  throw new StoreError(`this database belongs to ${owner}, not to ${environment}: check DATABASE_URL, or --environment`)
}

/** Claims an unclaimed database for `environment`. Throws a StoreError where it already belongs to another. */
export async function claimEnvironment(database: Queryable, environment: Environment): Promise<void> {
  await storing('claiming the database', () =>
    database.query('insert into environment (name) values ($1) on conflict do nothing', [environment]),
  )
  await requireEnvironment(database, environment)
}
