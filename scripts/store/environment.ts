import { StoreError } from '../errors.ts'
import type { Environment } from '../model/environment.ts'
import { type Queryable, storing } from './database.ts'

/** Whether a deployment has made our tables here. */
export async function hasTables(database: Queryable): Promise<boolean> {
  const { rows } = await storing('looking for tables', () =>
    database.query<{ is_there: boolean }>(`select to_regclass('environment') is not null as is_there`),
  )
  return rows[0]?.is_there === true
}

/** The environment that this database belongs to; undefined before the first deployment, also where there are no tables yet. */
export async function readEnvironment(database: Queryable): Promise<Environment | undefined> {
  if (!(await hasTables(database))) return undefined
  const { rows } = await storing('reading the environment', () => database.query<{ name: Environment }>('select name from environment'))
  return rows[0]?.name
}

/** Throws a StoreError where nothing is deployed in this database yet, or where it belongs to another environment. */
export async function requireEnvironment(database: Queryable, environment: Environment): Promise<void> {
  const owner = await readEnvironment(database)
  if (owner === undefined) throw new StoreError('nothing is deployed here: npm run deploy makes what is committed live')
  refuseOther(owner, environment)
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
