import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { StoreError } from '../../scripts/errors.ts'
import { startLocalPostgres } from '../../scripts/store/local-postgres.ts'
import { aCheckout } from '../support/checkout.ts'

const holder = fileURLToPath(new URL('../support/hold-postgres.ts', import.meta.url))

async function connectTo(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url })
  // A server that stops says so on each connection.
  client.on('error', () => {})
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

async function ask(url: string, sql: string): Promise<unknown> {
  await using client = await connectTo(url)
  const { rows } = await client.query({ text: sql, rowMode: 'array' })
  return rows[0]?.[0]
}

async function killKeeper(folder: string): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(folder, 'keeper.json'), 'utf8')) as { pid: number }
  process.kill(pid, 'SIGKILL')
}

describe('startLocalPostgres, temporary', () => {
  it('runs PostgreSQL 18 with the same locale on every machine', async () => {
    await using server = await startLocalPostgres({ temporary: true })

    const version = await ask(server.url, `select current_setting('server_version_num')::int / 10000`)
    const locale = await ask(server.url, `select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'postgres'`)

    expect(version).toBe(18)
    expect(locale).toBe('b C.UTF-8')
  })

  it('refuses a wrong password', async () => {
    await using server = await startLocalPostgres({ temporary: true })
    const url = new URL(server.url)
    url.password = 'guessed'

    const guess = ask(url.href, 'select 1')

    await expect(guess).rejects.toMatchObject({ code: '28P01' })
  })

  it('leaves neither server nor folder behind when it stops', async () => {
    const server = await startLocalPostgres({ temporary: true })
    const folder = String(await ask(server.url, 'show data_directory'))

    await server.stop()

    expect(existsSync(join(folder, '..', '..'))).toBe(false)
    await expect(ask(server.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves neither server nor folder behind when its owner ends by %s',
    async (signal) => {
      const owner = spawn(process.execPath, [holder], { stdio: ['ignore', 'pipe', 'inherit'] })
      const [url] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string]
      const client = await connectTo(url)
      const { rows } = await client.query<{ data_directory: string }>('show data_directory')
      const folder = join(rows[0]!.data_directory, '..', '..')
      const disconnected = new Promise<void>((resolve) => client.once('end', resolve))

      owner.kill(signal)

      await disconnected
      await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
    },
  )
})

describe('startLocalPostgres, whose server is killed', () => {
  it('tells whoever has a lease', async () => {
    await using server = await startLocalPostgres({ temporary: true })
    const data = String(await ask(server.url, 'show data_directory'))
    const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')

    process.kill(Number(pid), 'SIGKILL')

    await expect(server.failure).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('the local PostgreSQL ended'),
    })
  })

  it('tells nobody whose lease has ended', async () => {
    const server = await startLocalPostgres({ temporary: true })
    await server.stop()

    await expect(Promise.race([server.failure, Promise.resolve('silent')])).resolves.toBe('silent')
  })
})

describe('startLocalPostgres, after a keeper was killed', () => {
  it('removes its temporary server and folder with the next start', async () => {
    const lost = await startLocalPostgres({ temporary: true })
    const folder = join(String(await ask(lost.url, 'show data_directory')), '..', '..')
    await killKeeper(folder)
    await lost.stop()
    const longAgo = new Date(Date.now() - 3_600_000)
    await utimes(folder, longAgo, longAgo)

    await using _next = await startLocalPostgres({ temporary: true })

    expect(existsSync(folder)).toBe(false)
    await expect(ask(lost.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('takes over the server of a checkout', async () => {
    await using checkout = await aCheckout()
    const lost = await startLocalPostgres({ checkout: checkout.path })
    await ask(lost.url, `create table note as select 'kept' as text`)
    await killKeeper(join(checkout.path, '.local', 'postgres'))
    await lost.stop()

    await using server = await startLocalPostgres({ checkout: checkout.path })

    expect(await ask(server.url, 'select text from note')).toBe('kept')
    await expect(ask(lost.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('startLocalPostgres, of a checkout', () => {
  it('shares one server, and keeps what it holds', async () => {
    await using checkout = await aCheckout()
    const said: string[] = []
    const options = { checkout: checkout.path, say: (message: string) => void said.push(message) }
    const [first, second] = await Promise.all([startLocalPostgres(options), startLocalPostgres(options)])
    await ask(first.url, `create table note as select 'kept' as text`)

    await first.stop()
    const whileShared = await ask(second.url, 'select text from note')
    await second.stop()
    await using third = await startLocalPostgres(options)
    const afterRestart = await ask(third.url, 'select text from note')

    expect(second.url).toBe(first.url)
    expect([whileShared, afterRestart]).toEqual(['kept', 'kept'])
    expect(said).toEqual(['creating the local database'])
  })

  it('heals what a power cut leaves: a half-made cluster, and the process id and port of someone else', async () => {
    await using checkout = await aCheckout()
    const folder = join(checkout.path, '.local', 'postgres')
    const stranger = createServer((socket) => socket.end('220 some other program\r\n')).listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const { port } = stranger.address() as { port: number }
    await (await startLocalPostgres({ checkout: checkout.path })).stop()
    await mkdir(join(folder, 'cluster.new', 'data', 'base'), { recursive: true })
    await writeFile(join(folder, 'cluster', 'data', 'postmaster.pid'), `${process.pid}\n${folder}\n`)
    await writeFile(join(folder, 'keeper.json'), JSON.stringify({ port, token: 'old', pid: process.pid }))

    await using server = await startLocalPostgres({ checkout: checkout.path })

    expect(await ask(server.url, 'select 1')).toBe(1)
    stranger.close()
  })

  // Nobody may make a folder there, root included.
  it.skipIf(process.platform !== 'linux')('says in one line that it may not make its folder', async () => {
    const starting = startLocalPostgres({ checkout: '/sys' })

    await expect(starting).rejects.toThrow(
      new StoreError('/sys/.local: you have no permission: ask the owner for it, or name another place; or set DATABASE_URL'),
    )
  })

  it('refuses data of another major version, and says what to do', async () => {
    await using checkout = await aCheckout()
    await (await startLocalPostgres({ checkout: checkout.path })).stop()
    await writeFile(join(checkout.path, '.local', 'postgres', 'cluster', 'data', 'PG_VERSION'), '9\n')

    const start = startLocalPostgres({ checkout: checkout.path })

    await expect(start).rejects.toThrow(/was made by PostgreSQL 9, this is 18: delete that folder/)
  })
})
