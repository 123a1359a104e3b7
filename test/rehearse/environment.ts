import { join } from 'node:path'
import pg from 'pg'
import type { Guard } from '../forge/guard.ts'
import { type Service, startService } from './service.ts'

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
  const service = (...words: readonly [string, ...string[]]) =>
    startService({ words, folder: product, variables: own, log: join(folder, `${name}-${words[0]}.log`), guard })
  const services: Service[] = [service('work'), service('serve', '--port', '0', '--environment', name)]
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
