import { Writable } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { onceDeployed } from '../../scripts/service/deployed.ts'
import { seed } from '../page/world.ts'
import { testDatabase } from '../support/database.ts'

describe('onceDeployed', () => {
  it('logs why it cannot tell, shows none of it, and answers once it can', async () => {
    await using database = await testDatabase()
    const { pool } = database
    await seed(pool, 'staging', [])
    const logged: string[] = []
    const log = pino({}, new Writable({ write: (line, _, done) => done(void logged.push(JSON.parse(String(line)).err.message)) }))
    const answer = onceDeployed({ pool, log }, 'production', () => new Response('the page'))
    const ask = async () => {
      const response = await answer(new Request('http://127.0.0.1/'))
      return [response.status, await response.text(), response.headers.get('cache-control')]
    }

    const refused = await ask()
    await pool.query(`update environment set name = 'production'`)

    expect(refused).toEqual([503, 'the pages cannot be read: the log says why\n', 'no-store'])
    expect(logged).toEqual([expect.stringContaining('this database belongs to staging')])
    expect(await ask()).toEqual([200, 'the page', null])
  })
})
