import { once } from 'node:events'
import { appendFile, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ServiceError } from '../../scripts/errors.ts'
import { logLineWords, startService } from '../../scripts/service/start.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'
import { testDatabase } from '../support/database.ts'

describe('startService', () => {
  it('passes on the last words of a service that cannot begin', async () => {
    await using database = await testDatabase()
    await using folder = await openTemporaryFolder('service')
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const variables = { ...process.env, DATABASE_URL: database.url }

    await using service = startService({ verb: 'serve', words: ['--port', String(port)], variables, log: join(folder.path, 'web.log') })
    const failure = await service.firstLine.catch((error: unknown) => error)

    taken.close()
    expect(failure).toBeInstanceOf(ServiceError)
    expect((failure as Error).message).toContain(`npm run serve ended with exit code 1: port ${port} of 127.0.0.1 is taken`)
  })

  it('tells that the database of the web service cannot be reached', async () => {
    await using folder = await openTemporaryFolder('service')
    const variables = { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere' }

    await using service = startService({ verb: 'serve', words: ['--port', '0'], variables, log: join(folder.path, 'web.log') })
    const failure = await service.firstLine.catch((error: unknown) => error)

    expect((failure as Error).message).toContain('exit code 1: looking for tables: connect ECONNREFUSED 127.0.0.1:1')
  })

  it('leaves the log of another that runs as it is, and writes after it', async () => {
    await using folder = await openTemporaryFolder('service')
    const log = join(folder.path, 'worker.log')
    await appendFile(log, 'of the first\n')

    await using service = startService({ verb: 'work', words: ['--nonsense'], variables: process.env, log })
    const failure = await service.firstLine.catch((error: unknown) => error)

    expect((failure as Error).message).not.toContain('of the first')
    expect(await readFile(log, 'utf8')).toMatch(/^of the first\n.*unknown option '--nonsense'/s)
  })
})

describe('logLineWords', () => {
  it.each([
    ['port 8080 is taken', 'port 8080 is taken'],
    ['{"level":30,"feed":"acme/jobs","run":"9","counts":{"added":400},"msg":"run ended"}', 'acme/jobs: run ended'],
    [
      '{"level":50,"err":{"type":"StoreError","message":"no answer","stack":"StoreError: no answer at x"},"msg":"database"}',
      'database: no answer',
    ],
    ['{"level":30,"msg":"run en', '{"level":30,"msg":"run en'],
    ['{}', '{}'],
    ['', ''],
  ])('says a line of a log in words: %s', (line, words) => {
    expect(logLineWords(line)).toBe(words)
  })
})
