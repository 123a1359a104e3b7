import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../scripts/store/open-database.ts'

function say(message: string): void {
  throw new Error(`nothing to say, got ${message}`)
}

describe('openDatabase', () => {
  it('takes the database that DATABASE_URL names, and starts nothing', async () => {
    const variables = { DATABASE_URL: 'postgres://someone@database.example/imports' }

    await using database = await openDatabase({ variables, checkout: '/nowhere', say })

    expect(database.url).toBe('postgres://someone@database.example/imports')
  })

  it.each([{}, { DATABASE_URL: '' }])('starts the checkout’s own server with %j, and says that it is new', async (variables) => {
    const checkout = await mkdtemp(join(tmpdir(), 'checkout-test-'))
    await chmod(checkout, 0o711)
    await using _folder = { [Symbol.asyncDispose]: () => rm(checkout, { recursive: true }) }
    const said: string[] = []

    await using database = await openDatabase({ variables, checkout, say: (message) => void said.push(message) })

    const client = new Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query('select current_database() as name')
    await client.end()
    expect(rows).toEqual([{ name: 'postgres' }])
    expect(said).toEqual(['creating the local database'])
  })
})
