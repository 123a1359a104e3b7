import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { bakery } from './bakery.ts'
import { checkJobPosting } from './google-job-posting.ts'
import { seed } from './world.ts'

function start(database: string, ...options: string[]) {
  const child = spawn(process.execPath, ['scripts/serve.ts', '--port', '0', ...options], {
    env: { ...process.env, DATABASE_URL: database },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return {
    /** The first line on standard output; undefined where the process ends without one. */
    url: (async () => {
      for await (const line of createInterface(child.stdout)) return line
      return undefined
    })(),
    log: text(child.stderr),
    exited,
    stop: (signal: NodeJS.Signals) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

describe('npm run serve', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('serves, registers, and leaves nothing behind after %s', async (signal) => {
    await using database = await testDatabase()
    await seed(database.pool, 'production', [bakery])
    await using service = start(database.url, '--environment', 'production', '--public-url', 'https://jobs.example')
    const url = (await service.url)!

    const list = await (await fetch(`${url}/clients/maison-ferrand`)).text()
    const posting = await (await fetch(`${url}/clients/maison-ferrand/offres/MF-2601`)).text()
    const health = await (await fetch(`${url}/healthz`)).json()
    const registered = await database.pool.query('select kind, release, address from service')
    service.stop(signal)

    expect(list).toContain('<meta name="client-imports:postings" content="23">')
    expect(list).toContain('<link rel="canonical" href="https://jobs.example/clients/maison-ferrand">')
    const jsonLd = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(posting)![1]!)
    expect([jsonLd.title, checkJobPosting(jsonLd)]).toEqual(['Boulanger de nuit F/H', undefined])
    expect(health).toMatchObject({ environment: 'production', release: 'r1' })
    expect(registered.rows).toEqual([{ kind: 'web', release: 'r1', address: url }])
    expect(await service.exited).toBe(0)
    expect((await database.pool.query('select from service')).rowCount).toBe(0)
  })

  it('shows the operator’s page in production only on a port of its own', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'production', [bakery])
    await using service = start(database.url, '--environment', 'production', '--operator-port', '0')
    const url = (await service.url)!

    const publicRoot = await fetch(url)
    service.stop('SIGTERM')
    const operator = /"operator":"(http:\/\/127\.0\.0\.1:\d+)"/.exec(await service.log)?.[1]

    expect([publicRoot.status, (await publicRoot.text()).includes('maison-ferrand/offres')]).toEqual([404, false])
    expect(operator).toBeDefined()
    expect(operator).not.toBe(url)
  })

  it('shows the operator’s page at the root of the environment local', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'local', [bakery])
    await using service = start(database.url)

    const root = await fetch((await service.url)!)

    expect([root.status, (await root.text()).includes('maison-ferrand/offres')]).toEqual([200, true])
  })

  it('says that nothing is deployed until something is, then serves it', async () => {
    await using database = await testDatabase()
    await using service = start(database.url, '--environment', 'production', '--operator-port', '0')
    const url = (await service.url)!

    const before = await fetch(`${url}/clients/maison-ferrand`)
    await seed(database.pool, 'production', [bakery])
    const after = await fetch(`${url}/clients/maison-ferrand`)

    expect([before.status, await before.text(), after.status]).toEqual([503, 'nothing is deployed here yet\n', 200])
  })

  it('refuses the database of another environment', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [bakery])
    await using service = start(database.url, '--environment', 'production')

    expect(await service.exited).toBe(1)
    expect((await service.log).trim()).toBe('this database belongs to staging, not to production: check DATABASE_URL, or --environment')
  })

  it('refuses a port that is taken, and says so in one line', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'local', [bakery])
    await using first = start(database.url)
    const { port } = new URL((await first.url)!)
    await using second = start(database.url, '--port', port)

    expect(await second.exited).toBe(1)
    expect((await second.log).trim()).toBe(
      `port ${port} of 127.0.0.1 is taken, perhaps as these pages are served there already: choose another with --port, or --port 0 for any that is free`,
    )
  })

  it.each([
    ['--port', 'http'],
    ['--public-url', 'ftp://jobs.example'],
    ['--public-url', 'https://jobs.example/careers'],
    ['--environment', 'prod'],
  ])('refuses %s %s with what it expects', async (option, value) => {
    await using service = start('postgres://127.0.0.1:1/none', option, value)

    expect(await service.exited).toBe(1)
    expect(await service.log).toMatch(/expected|Allowed choices are local, staging, production/)
  })
})
