import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../scripts/bench/random.ts'
import { StoreError } from '../../scripts/errors.ts'
import { runFeed } from '../../scripts/run/run-feed.ts'
import { openPool } from '../../scripts/store/database.ts'
import { startLocalPostgres } from '../../scripts/store/local-postgres.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'
import { aCheckout } from '../support/checkout.ts'
import { testDatabase } from '../support/database.ts'
import { countEvents } from './events.ts'
import { startImporting } from './importing.ts'
import { feed, heal, type Place, prepare, versionOf, writeVersion } from './versions.ts'
import { type FeedFile, feedFile, readTitles, runContext } from './world.ts'

/** Where a run is killed: after which of its events, and which version of the feed it brings. */
interface Point {
  readonly event: number
  readonly version: number
  readonly name: string
}

/** Prepares the place, has version 1 imported to count a run's events, and chooses as many of these as asked, the same each time. */
async function preparePoints(place: Place, count: number, seed: number): Promise<readonly Point[]> {
  await prepare(place)
  await writeVersion(place, 1)
  const events = await runStruck(place, 0, () => {})
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const event = 1 + Math.floor(random() * events)
    return { event, version: index + 2, name: `killed after event ${event} of ${events}` }
  })
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
async function expectWhole(place: Place, { version, name }: Point): Promise<void> {
  expect([versionOf(version - 1), versionOf(version)], name).toContainEqual(await readTitles(place.pool))
  expect(await heal(place), name).toMatch(/^(?:saved|unchanged)$/)
  expect(await readTitles(place.pool), name).toEqual(versionOf(version))
}

describe('a run that is killed at any moment', () => {
  it('leaves the old or the new postings, and the next run heals: its process', async () => {
    await using compiled = await openTemporaryFolder('compiled')
    // The next victim gets ready while the points are prepared, and then while the one before it is looked at.
    let ready = startImporting({ compiled: compiled.path })
    await using database = await testDatabase()
    await using file = await feedFile()
    const place = { url: database.url, pool: database.pool, file }

    for (const point of await preparePoints(place, 12, 1)) {
      await writeVersion(place, point.version)
      await using victim = ready
      victim.order({ database: database.url, root: file.root, feed, at: { event: point.event, signal: 'SIGKILL' } })
      ready = startImporting({ compiled: compiled.path })

      expect(await victim.ended, point.name).toBe('SIGKILL')
      await expectWhole(place, point)
    }
    await ready[Symbol.asyncDispose]()
  })

  it('leaves the old or the new postings, and the next run heals: its connections', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const place = { url: database.url, pool: database.pool, file }

    for (const point of await preparePoints(place, 13, 2)) {
      await writeVersion(place, point.version)
      let striking: Promise<unknown> | undefined
      await runStruck(place, point.event, () => {
        striking = database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`)
      })
      await striking

      await expectWhole(place, point)
    }
  })

  it('leaves the old or the new postings, and the next run heals: PostgreSQL', async () => {
    await using checkout = await aCheckout()
    await using file = await feedFile()
    let place = await openServer(checkout.path, file)
    try {
      // Only the machine's own end loses what was written and has not reached the disk, and most of the time would go into waiting for it.
      await place.pool.query('alter system set fsync = off')
      await place.pool.query('select pg_reload_conf()')
      for (const point of await preparePoints(place, 5, 3)) {
        await writeVersion(place, point.version)
        // SIGQUIT is an immediate shutdown: no checkpoint, and the next start recovers from the log.
        await runStruck(place, point.event, () => process.kill(place.postmaster, 'SIGQUIT'))
        await place[Symbol.asyncDispose]()
        place = await openServer(checkout.path, file)

        await expectWhole(place, point)
      }
    } finally {
      await place[Symbol.asyncDispose]()
    }
  })
})

/** The server that this checkout keeps, by the id of its first process. */
async function openServer(checkout: string, file: FeedFile): Promise<Place & AsyncDisposable & { readonly postmaster: number }> {
  const server = await startLocalPostgres({ checkout })
  const pool = openPool(server.url, 'watching')
  const { rows } = await pool.query<{ data_directory: string }>('show data_directory')
  const [postmaster] = (await readFile(join(rows[0]!.data_directory, 'postmaster.pid'), 'utf8')).split('\n')
  return {
    url: server.url,
    pool,
    file,
    postmaster: Number(postmaster),
    async [Symbol.asyncDispose]() {
      await pool.end()
      await server.stop()
    },
  }
}
