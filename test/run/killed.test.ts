import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../scripts/bench/random.ts'
import { StoreError } from '../../scripts/errors.ts'
import { type Ran, runFeed } from '../../scripts/run/run-feed.ts'
import { openPool } from '../../scripts/store/database.ts'
import { startLocalPostgres } from '../../scripts/store/local-postgres.ts'
import { testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { countEvents } from './events.ts'
import type { ImportOrder } from './importing-process.ts'
import { aFileFeed, type FeedFile, feedFile, runContext } from './world.ts'

const feed = 'acme/jobs'
const postings = 150
const importing = fileURLToPath(new URL('importing-process.ts', import.meta.url))

/** One version of the list: of each neighbour it shares all postings but one, and every title differs. */
function versionOf(version: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: postings }, (_, index) => [`p${version + index}`, `Version ${version}`]))
}

async function writeVersion(file: FeedFile, version: number): Promise<void> {
  const filler = 'x'.repeat(2_000)
  await file.write(JSON.stringify(Object.entries(versionOf(version)).map(([id, title]) => ({ id, title, filler }))))
}

/** The live postings, read on a connection of their own. */
async function live(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ id: string; title: string }>(
    `select id, content->>'title' as title from posting where removed_at is null`,
  )
  await client.end()
  return Object.fromEntries(rows.map(({ id, title }) => [id, title]))
}

interface Place {
  readonly url: string
  readonly file: FeedFile
}

/** A run that nothing disturbs. */
async function heal({ url, file }: Place): Promise<Ran['record']['outcome']['kind']> {
  const pool = openPool(url, 'healing')
  try {
    const result = await runFeed({ feed }, runContext(pool, file.root))
    return result.kind === 'ran' ? result.record.outcome.kind : 'failed'
  } finally {
    await pool.end()
  }
}

async function prepare({ url, file }: Place): Promise<void> {
  const pool = openPool(url, 'preparing')
  await deployed(pool, [aResolvedClient({ feeds: [aFileFeed({ ignore: ['filler'] })] })])
  await pool.end()
  await writeVersion(file, 0)
  await heal({ url, file })
}

/** Runs the feed here, where `strike` may happen at its nth event; what the database does to it is its own affair. Returns its events. */
async function runStruck({ url, file }: Place, at: number, strike: () => void): Promise<number> {
  const pool = openPool(url, 'victim')
  let events = 0
  const onProgress = countEvents(pool, {
    after(event) {
      events = event
      if (event === at) strike()
    },
  })
  await runFeed({ feed }, runContext(pool, file.root, { onProgress })).catch((error: unknown) => {
    if (!(error instanceof StoreError)) throw error
  })
  await pool.end()
  return events
}

/** What every point must show: all of the old list or all of the new one, and the new one once a run came to its end. */
async function expectWhole(place: Place, version: number, point: string): Promise<void> {
  const found = await live(place.url)
  const isOldOrNew = [version - 1, version].some((each) => JSON.stringify(sorted(versionOf(each))) === JSON.stringify(sorted(found)))
  expect({ point, isOldOrNew }).toEqual({ point, isOldOrNew: true })
  expect({ point, healed: await heal(place) }).toEqual({ point, healed: expect.stringMatching(/^(?:saved|unchanged)$/) })
  expect(await live(place.url)).toEqual(versionOf(version))
}

function sorted(titles: Record<string, string>): [string, string][] {
  return Object.entries(titles).sort(([one], [other]) => (one < other ? -1 : 1))
}

function startImporting(): ChildProcess {
  return spawn(process.execPath, [importing], { stdio: ['pipe', 'pipe', 'inherit'] })
}

function order(child: ChildProcess, asked: ImportOrder): void {
  child.stdin!.write(JSON.stringify(asked))
}

const pointsOfProcess = 12
const pointsOfBackend = 13
const pointsOfServer = 5

describe('a run that is killed at any moment', () => {
  it('leaves the old or the new postings, and the next run heals: its process', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const place = { url: database.url, file }
    await prepare(place)
    await writeVersion(file, 1)
    const events = await runStruck(place, 0, () => {})
    const random = seededRandom(1)

    let child = startImporting()
    for (let point = 2; point < 2 + pointsOfProcess; point += 1) {
      const event = 1 + Math.floor(random() * events)
      await writeVersion(file, point)
      const next = startImporting()
      const ended = once(child, 'exit')
      order(child, { database: database.url, root: file.root, feed, at: { event, signal: 'SIGKILL' } })
      const [, signal] = await ended

      expect(signal).toBe('SIGKILL')
      await expectWhole(place, point, `killed after event ${event} of ${events}`)
      child = next
    }
    child.kill('SIGKILL')
  })

  it('leaves the old or the new postings, and the next run heals: its connections', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const place = { url: database.url, file }
    await prepare(place)
    await writeVersion(file, 1)
    const events = await runStruck(place, 0, () => {})
    const random = seededRandom(2)

    for (let point = 2; point < 2 + pointsOfBackend; point += 1) {
      const event = 1 + Math.floor(random() * events)
      await writeVersion(file, point)
      let striking: Promise<unknown> | undefined
      await runStruck(place, event, () => {
        striking = database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`)
      })
      await striking

      await expectWhole(place, point, `connections ended after event ${event} of ${events}`)
    }
  })

  it('leaves the old or the new postings, and the next run heals: PostgreSQL', async () => {
    const checkout = await mkdtemp(join(tmpdir(), 'killed-test-'))
    await chmod(checkout, 0o711)
    await using file = await feedFile()
    const random = seededRandom(3)
    let server = await startLocalPostgres({ checkout })
    try {
      await prepare({ url: server.url, file })
      await writeVersion(file, 1)
      const events = await runStruck({ url: server.url, file }, 0, () => {})

      for (let point = 2; point < 2 + pointsOfServer; point += 1) {
        const event = 1 + Math.floor(random() * events)
        const postmaster = await postmasterOf(server.url)
        await writeVersion(file, point)
        // SIGQUIT is an immediate shutdown: no checkpoint, as in a power cut.
        await runStruck({ url: server.url, file }, event, () => process.kill(postmaster, 'SIGQUIT'))
        await server.stop()
        server = await startLocalPostgres({ checkout })

        await expectWhole({ url: server.url, file }, point, `PostgreSQL stopped after event ${event} of ${events}`)
      }
    } finally {
      await server.stop()
      await rm(checkout, { recursive: true })
    }
  })
})

async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ data_directory: string }>('show data_directory')
  await client.end()
  return Number((await readFile(join(rows[0]!.data_directory, 'postmaster.pid'), 'utf8')).split('\n')[0])
}

describe('a run that is frozen and outlived by its successor', () => {
  it('cannot apply what it read', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const place = { url: database.url, file }
    await prepare(place)
    await writeVersion(file, 1)
    const frozen = startImporting()
    const lines = createInterface({ input: frozen.stdout! })[Symbol.asyncIterator]()
    const statement = 'select fencing_token from feed where id = $1 for update'
    order(frozen, { database: database.url, root: file.root, feed, at: { statement, signal: 'SIGSTOP' } })
    await lines.next()
    while (!(await stateOf(frozen)).startsWith('T'));
    await writeVersion(file, 2)
    expect(await heal(place)).toBe('saved')

    frozen.kill('SIGCONT')
    const { value } = await lines.next()

    expect(JSON.parse(value as string)).toMatchObject({ record: { outcome: { kind: 'failed', cause: 'fenced' } } })
    expect(await live(database.url)).toEqual(versionOf(2))
  })
})

async function stateOf(child: ChildProcess): Promise<string> {
  return (await promisify(execFile)('ps', ['-o', 'state=', '-p', String(child.pid)])).stdout.trim()
}
