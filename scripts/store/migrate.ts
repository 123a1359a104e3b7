import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import { StoreError } from '../errors.ts'
import { storing, withinTransaction } from './database.ts'

// Any number serves, as long as every deployment uses the same one: "cimp" in ASCII.
const advisoryLock = 0x63696d70

/** One step forward of the schema: `name` orders it, `checksum` (SHA-256, hex) proves that it is still what was applied. */
export interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** The migrations that this version brings, in order. */
export async function readMigrations(folder = new URL('./migrations/', import.meta.url)): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/**
 * Brings the schema forward and returns the names of what it applied; each migration is a transaction of its own.
 * Two at once wait for each other. A migration that was changed after it was applied is refused with a StoreError,
 * as is a database that a newer version has already brought further.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  return storing('migrating', async () => {
    const connection = await pool.connect()
    try {
      // A session lock, since it must outlast the single transactions.
      await connection.query('select pg_advisory_lock($1)', [advisoryLock])
      return await applyMissing(connection, migrations)
    } finally {
      await connection.query('select pg_advisory_unlock($1)', [advisoryLock]).catch(() => {})
      connection.release()
    }
  })
}

async function applyMissing(connection: pg.PoolClient, migrations: readonly Migration[]): Promise<string[]> {
  await connection.query(
    'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
  )
  const { rows } = await connection.query<{ name: string; checksum: string }>('select name, checksum from migration order by name')
  const missing = missingMigrations(migrations, rows)
  for (const { name, sql, checksum } of missing) {
    await withinTransaction(connection, async () => {
      await connection.query(sql)
      await connection.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum])
    })
  }
  return missing.map(({ name }) => name)
}

/** What is left to apply. Throws a StoreError where the two histories do not fit. */
export function missingMigrations(
  migrations: readonly Migration[],
  applied: readonly { readonly name: string; readonly checksum: string }[],
): Migration[] {
  const ours = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum } of applied) {
    const migration = ours.get(name)
    if (migration === undefined)
      throw new StoreError(`the database has migration ${name}, which this version does not know: use the newer version`)
    if (migration.checksum !== checksum)
      throw new StoreError(`migration ${name} was changed after it was applied: put it back and add a new one`)
  }
  const done = new Set(applied.map(({ name }) => name))
  return migrations.filter(({ name }) => !done.has(name))
}
