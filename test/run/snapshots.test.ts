import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { snapshotSource } from '../../scripts/run/run-bytes.ts'
import { type FeedRequest, type Ran, runFeed } from '../../scripts/run/run-feed.ts'
import type { RunContext } from '../../scripts/run/steps.ts'
import { goodSnapshotsKept, otherSnapshotsKept, readSnapshot } from '../../scripts/store/snapshots.ts'
import { noon } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { aResolvedClient, deployed } from '../support/environment.ts'
import { aFileFeed, feedFile, listOf, runContext } from './world.ts'

const feed = 'acme/jobs'

async function run(context: RunContext, request: Partial<FeedRequest> = {}): Promise<Ran> {
  const result = await runFeed({ feed, ...request }, context)
  if (result.kind !== 'ran') throw new Error(`expected a run, got ${result.kind}`)
  return result
}

async function textOf(pool: pg.Pool, number: string): Promise<string> {
  const snapshot = await readSnapshot(pool, number)
  const pieces: Uint8Array[] = []
  for await (const piece of snapshot?.read() ?? []) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

async function snapshotRuns(pool: pg.Pool): Promise<{ run: string; is_good: boolean }[]> {
  return (await pool.query<{ run: string; is_good: boolean }>('select run, is_good from snapshot order by run')).rows
}

describe('snapshots', () => {
  it('keep the bytes of runs that were saved or could not be read, and none of a run that found nothing new', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    const context = runContext(pool, file.root)
    await deployed(pool, [aResolvedClient({ feeds: [aFileFeed()] })])

    await file.write(listOf('1', '2'))
    const saved = await run(context)
    await run(context)
    await file.write(`${listOf('1', '2')}\n`)
    const sameWithOtherBytes = await run(context)
    await file.write('[{"id": "1", "title": "cut')
    const cut = await run(context)

    expect(sameWithOtherBytes.record.outcome.kind).toBe('unchanged')
    expect(await snapshotRuns(pool)).toEqual([
      { run: saved.run, is_good: true },
      { run: cut.run, is_good: false },
    ])
    expect(await textOf(pool, saved.run)).toBe(listOf('1', '2'))
    expect(await textOf(pool, cut.run)).toBe('[{"id": "1", "title": "cut')
  })

  it('can be run again, with the mapping of now', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    const context = runContext(pool, file.root)
    await deployed(pool, [aResolvedClient({ feeds: [aFileFeed()] })])
    await file.write(listOf('1', '2'))
    const first = await run(context)
    await file.write(listOf('1', '2', '3'))
    await run(context)

    const snapshot = (await readSnapshot(pool, first.run))!
    const again = await run(context, { source: snapshotSource(snapshot) })

    expect(again.record.outcome).toMatchObject({ kind: 'saved', counts: { removed: 1, unchanged: 2 } })
  })

  it('are read again in the encoding that the host named', async () => {
    await using database = await testDatabase()
    const { pool } = database
    const server = createServer((_, response) =>
      response
        .setHeader('content-type', 'application/json; charset=windows-1252')
        .end(Buffer.from('[{"id":"1","title":"Métier"}]', 'latin1')),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const source = { http: { url: `http://${host}/jobs.json` }, format: { json: {} } }
    await deployed(pool, [aResolvedClient({ feeds: [aFileFeed({ source })] })])
    const context = runContext(pool, '/', { privateHosts: [host] })
    const first = await run(context)
    server.close()
    await pool.query('delete from posting')

    await run(
      { ...context, engine: 'another, which remembers nothing' },
      { source: snapshotSource((await readSnapshot(pool, first.run))!) },
    )

    const { rows } = await pool.query(`select content->>'title' as title from posting`)
    expect(rows).toEqual([{ title: 'Métier' }])
  })

  it('of good runs make room for newer ones, and do not push out those of the others', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    const context = runContext(pool, file.root)
    await deployed(pool, [aResolvedClient({ feeds: [aFileFeed()] })])
    await file.write('<html>')
    const failed = await run(context)
    const good: string[] = []
    for (let runs = 1; runs <= goodSnapshotsKept + 2; runs += 1) {
      await file.write(listOf('1', `x${runs}`))
      good.push((await run(context)).run)
    }

    expect((await snapshotRuns(pool)).map((row) => row.run)).toEqual([failed.run, ...good.slice(-goodSnapshotsKept)])
  })

  it('of failed runs are limited in number and age', async () => {
    await using database = await testDatabase()
    await using file = await feedFile()
    const { pool } = database
    const context = runContext(pool, file.root)
    await deployed(pool, [aResolvedClient({ feeds: [aFileFeed()] })])
    await file.write('<html>')
    for (let runs = 1; runs <= otherSnapshotsKept + 2; runs += 1) await run(context)

    expect(await snapshotRuns(pool)).toHaveLength(otherSnapshotsKept)

    const later = new Date(noon.getTime() + 31 * 24 * 3_600_000)
    const { run: last } = await run({ ...context, now: () => later })
    expect(await snapshotRuns(pool)).toEqual([{ run: last, is_good: false }])
  })
})
