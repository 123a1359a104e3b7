import { join } from 'node:path'
import pg from 'pg'
import { type ServiceProcess, startService } from '../../scripts/service/start.ts'
import type { Guard } from '../forge/guard.ts'

/** One environment: its database, and its worker and web services as processes of their own. */
export interface RunningEnvironment extends AsyncDisposable {
  readonly name: 'staging' | 'production'
  readonly databaseUrl: string
  readonly webUrl: string
  readonly pool: pg.Pool
}

/** Where an environment lives: its server, the product's folder, its services' environment variables, the folder for their logs. */
export interface Ground {
  readonly serverUrl: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly product: string
  readonly folder: string
  readonly guard: Guard
}

/** Creates the environment's database and starts its services; nothing is deployed yet. */
export async function openEnvironment(
  name: RunningEnvironment['name'],
  { serverUrl, variables, product, folder, guard }: Ground,
): Promise<RunningEnvironment> {
  const server = new pg.Client({ connectionString: serverUrl })
  await server.connect()
  await server.query(`create database ${name}`).finally(() => server.end())
  const address = new URL(serverUrl)
  address.pathname = `/${name}`
  const own = { ...variables, DATABASE_URL: address.href }
  // Of the played commit, not of the files that lie in this checkout.
  const service = (verb: string, ...words: readonly string[]) =>
    startService({ verb, words, folder: product, variables: own, log: join(folder, `${name}-${verb}.log`), guard })
  const services: ServiceProcess[] = [service('work'), service('serve', '--port', '0', '--environment', name)]
  const pool = new pg.Pool({ connectionString: address.href, max: 2 })
  async function close(): Promise<void> {
    await Promise.all([pool.end(), ...services.map((one) => one[Symbol.asyncDispose]())])
  }
  try {
    const webUrl = await services[1]!.firstLine
    return { name, databaseUrl: address.href, webUrl, pool, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}
