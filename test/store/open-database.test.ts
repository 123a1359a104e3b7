import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { StoreError } from '../../scripts/errors.ts'
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

  it.each([
    ['a port that is none', 'postgres://someone:hush@database.example:99999/imports', 'Invalid URL'],
    ['the name of a database', 'imports', 'this is no address of PostgreSQL'],
    ['a web page', 'https://someone:hush@database.example', 'this is no address of PostgreSQL'],
    ['a certificate that is not there', 'postgres://someone:hush@database.example/x?sslrootcert=/nowhere', 'no such file'],
  ])('refuses %s, and keeps the password to itself', async (_, url, fault) => {
    const error = await openDatabase({ variables: { DATABASE_URL: url }, checkout: '/nowhere', say }).catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(StoreError)
    expect(inspect(error)).toContain(fault)
    expect(inspect(error)).not.toContain('hush')
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
