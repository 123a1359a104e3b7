import type { TestProject } from 'vitest/node'
import { startLocalPostgres } from '../../scripts/store/local-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server that this test run has for itself. */
    databaseServer: string
  }
}

/** One temporary PostgreSQL for the whole test run; it goes with the run, however that ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startLocalPostgres({ temporary: true })
  project.provide('databaseServer', server.url)
  return () => server.stop()
}
