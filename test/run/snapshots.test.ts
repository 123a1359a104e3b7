import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { snapshotSource } from '../../scripts/run/run-bytes.ts'
import { goodSnapshotsKept, otherSnapshotsKept, readSnapshot } from '../../scripts/store/snapshots.ts'
import { noon } from '../support/build.ts'
import { testEnvironment } from './test-environment.ts'
import { aFileFeed, listOf, readTitles, runContext } from './world.ts'

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
    await using environment = await testEnvironment()
    const { pool, file, run } = environment

    await file.write(listOf('1', '2'))
    const saved = await run()
    await run()
    await file.write(`${listOf('1', '2')}\n`)
    const sameWithOtherBytes = await run()
    await file.write('[{"id": "1", "title": "cut')
    const cut = await run()

    expect(sameWithOtherBytes.record.outcome.kind).toBe('unchanged')
    expect(await snapshotRuns(pool)).toEqual([
      { run: saved.run, is_good: true },
      { run: cut.run, is_good: false },
    ])
    expect(await textOf(pool, saved.run)).toBe(listOf('1', '2'))
    expect(await textOf(pool, cut.run)).toBe('[{"id": "1", "title": "cut')
  })

  it('can be run again, with the mapping of now', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write(listOf('1', '2'))
    const first = await run()
    await file.write(listOf('1', '2', '3'))
    await run()

    const snapshot = (await readSnapshot(pool, first.run))!
    const again = await run({ source: snapshotSource(snapshot) })

    expect(again.record.outcome).toMatchObject({ kind: 'saved', counts: { removed: 1, unchanged: 2 } })
  })

  it('are read again in the encoding that the host named', async () => {
    const server = createServer((_, response) =>
      response
        .setHeader('content-type', 'application/json; charset=windows-1252')
        .end(Buffer.from('[{"id":"1","title":"Métier"}]', 'latin1')),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const source = { http: { url: `http://${host}/jobs.json` }, format: { json: {} } }
    await using environment = await testEnvironment([aFileFeed({ source })])
    const { pool, file, run } = environment
    const { source: sources } = runContext(pool, file.root, { privateHosts: [host] })
    const first = await run({}, { source: sources })
    server.close()
    await pool.query('delete from posting')

    await run({ source: snapshotSource((await readSnapshot(pool, first.run))!) }, { engine: 'another, which remembers nothing' })

    expect(await readTitles(pool)).toEqual({ 1: 'Métier' })
  })

  it('of good runs make room for newer ones, and do not push out those of the others', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write('<html>')
    const failed = await run()
    const good: string[] = []
    for (let runs = 1; runs <= goodSnapshotsKept + 2; runs += 1) {
      await file.write(listOf('1', `x${runs}`))
      good.push((await run()).run)
    }

    expect((await snapshotRuns(pool)).map((row) => row.run)).toEqual([failed.run, ...good.slice(-goodSnapshotsKept)])
  })

  it.each([
    ['after 30 days', 30, []],
    ['not a day before', 29, ['failed']],
  ])('of failed runs go %s where the feed only finds nothing new', async (_, days, left) => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write(listOf('1'))
    await run()
    await file.write('<html>')
    await run()
    await file.write(listOf('1'))

    const last = await run({}, { now: () => new Date(noon.getTime() + days * 24 * 3_600_000 + 1) })

    expect(last.record.outcome.kind).toBe('unchanged')
    const { rows } = await pool.query('select outcome from snapshot join run on run.id = snapshot.run order by run.id')
    expect(rows.map(({ outcome }) => outcome)).toEqual(['saved', ...left])
  })

  it('of failed runs are limited in number and age', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write('<html>')
    for (let runs = 1; runs <= otherSnapshotsKept + 2; runs += 1) await run()

    expect(await snapshotRuns(pool)).toHaveLength(otherSnapshotsKept)

    const later = new Date(noon.getTime() + 31 * 24 * 3_600_000)
    const { run: last } = await run({}, { now: () => later })
    expect(await snapshotRuns(pool)).toEqual([{ run: last, is_good: false }])
  })
})
