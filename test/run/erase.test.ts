import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { eraseEverywhere, findEverywhere } from '../../scripts/run/erase.ts'
import { renderErasure } from '../../scripts/run/erase-text.ts'
import type { ByteSource } from '../../scripts/run/run-bytes.ts'
import { openGiven } from '../../scripts/source/read.ts'
import { compileErasure } from '../../scripts/store/erasure.ts'
import { readSnapshot } from '../../scripts/store/snapshots.ts'
import { before } from './before.ts'
import { type TestEnvironment, testEnvironment } from './test-environment.ts'
import { untilBlocked } from './until-blocked.ts'
import { aFileFeed, listOf, mappingWithKind } from './world.ts'

const mail = 'jane.doe@example.org'

describe('erasing', () => {
  it('clears snapshots, samples, excerpts and removed postings, and leaves live ones to their feed', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    const list = (...titles: string[]) => JSON.stringify([...titles.map((title, index) => ({ id: `p${index}`, title })), { contact: mail }])
    await file.write(list('Cook', 'Nurse', 'Driver', `Ask ${mail}`))
    await run()
    await file.write(list(`Cook, write to ${mail.toUpperCase()}`, 'Nurse', 'Driver'))
    await run()
    const folder = join(file.root, 'clients/samples/acme')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'jobs.xml'), `<job><mail>jane.doe&#64;example.org</mail></job>`)
    const erasure = compileErasure([mail])

    const found = await findEverywhere(pool, file.root, erasure)
    expect(found).toMatchObject({
      samples: [{ path: 'clients/samples/acme/jobs.xml', count: 1 }],
      snapshots: [{ count: 2 }, { count: 2 }],
      removed: ['acme/jobs/p3'],
      live: ['acme/jobs/p0'],
    })
    expect(found.runs).toHaveLength(2)
    expect(renderErasure(found, false)).toContain('nothing was changed: --yes erases it')
    expect((await findEverywhere(pool, file.root, erasure)).snapshots).toHaveLength(2)

    expect(await eraseEverywhere(pool, file.root, erasure)).toEqual(found)

    expect(await findEverywhere(pool, file.root, erasure)).toEqual({
      samples: [],
      snapshots: [],
      runs: [],
      removed: [],
      live: ['acme/jobs/p0'],
    })
    expect(await readFile(join(folder, 'jobs.xml'), 'utf8')).toBe('<job><mail>xxxx.xxx@xxxxxxx.xxx</mail></job>')
    const pieces: Uint8Array[] = []
    for await (const piece of (await readSnapshot(pool, found.snapshots[0]!.run))!.read()) pieces.push(piece)
    expect(JSON.parse(Buffer.concat(pieces).toString())).toContainEqual({ id: 'p3', title: 'Ask xxxx.xxx@xxxxxxx.xxx' })
  })
})

describe('erasing what is a name itself', () => {
  const byPerson = JSON.stringify([...'123'].map((id) => ({ id, title: `Posting ${id}`, hours: { [mail]: 8 } })))

  it.each([
    ['after a run', false],
    ['while one is under way', true],
  ])('clears names of unread fields: %s', async (_, isUnderWay) => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    const erasure = compileErasure([mail])
    await file.write(byPerson)
    await run()
    expect(JSON.stringify((await pool.query('select unread, record_shapes from run, feed')).rows)).toContain(mail)

    if (isUnderWay) await runAround(environment, `${byPerson} `, () => eraseEverywhere(pool, file.root, erasure))
    else expect(await eraseEverywhere(pool, file.root, erasure)).toMatchObject({ runs: [expect.anything()] })

    expect(await findEverywhere(pool, file.root, erasure)).toMatchObject({ runs: [] })
    expect(JSON.stringify((await pool.query('select unread, record_shapes from run, feed')).rows)).not.toContain(mail)
  })

  it('lets a removed posting go that has it for its id', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    const erasure = compileErasure([mail])
    await file.write(listOf('1', '2', '3', '4', mail))
    await run()
    await file.write(listOf('1', '2', '3', '4'))
    await run()

    expect(await eraseEverywhere(pool, file.root, erasure)).toMatchObject({ removed: [`acme/jobs/${mail}`] })

    expect((await pool.query('select id from posting order by id')).rows.map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
  })
})

const good = ['1', '2', '3'].map((id) => ({ id, title: `Posting ${id}`, kind: `ask ${mail}, says "she"` }))
const whole = JSON.stringify([...good, { contact: mail }])

const feedWithKinds = aFileFeed({ mapping: mappingWithKind, ignore: ['contact'] })

/** Runs the feed, which gives this text: half of it, then something happens, then the rest. */
async function runAround({ run }: TestEnvironment, text: string, happen: () => Promise<unknown>): ReturnType<TestEnvironment['run']> {
  const bytes = Buffer.from(text)
  async function* pieces() {
    yield bytes.subarray(0, bytes.length / 2)
    await happen()
    yield bytes.subarray(bytes.length / 2)
  }
  return run({ source: async (asked) => openGiven(asked, pieces()) })
}

/** Gives the bytes of a run's snapshot, and then waits. */
async function sourceOf(pool: pg.Pool, run: string, wait: () => Promise<unknown>): Promise<ByteSource> {
  const snapshot = (await readSnapshot(pool, run))!
  async function* pieces() {
    yield* snapshot.read()
    await wait()
  }
  return async (asked) => openGiven(asked, pieces())
}

describe('a snapshot that is run again while something is erased', () => {
  it.each([
    ['ends before it is', false],
    ['ends after that', true],
  ])('leaves nothing of it: %s', async (_, isLate) => {
    await using environment = await testEnvironment([{ ...feedWithKinds, expect: { postings: { min: 1_000 } } }])
    const { pool, file, run } = environment
    await file.write(whole)
    const first = await run()
    const erasure = compileErasure([mail])
    const erased = Promise.withResolvers<void>()
    let again: Promise<unknown> | undefined
    const erasing = before(pool, 'xmin::text as version from snapshot', [first.run], async () => {
      const read = Promise.withResolvers<void>()
      const source = await sourceOf(pool, first.run, async () => {
        read.resolve()
        if (isLate) await erased.promise
      })
      again = run({ source })
      await (isLate ? read.promise : again)
    })

    await eraseEverywhere(erasing, file.root, erasure)
    erased.resolve()
    await again

    expect((await pool.query('select outcome from run')).rows).toEqual([{ outcome: 'held' }, { outcome: 'held' }])
    expect(await findEverywhere(pool, file.root, erasure)).toMatchObject({ snapshots: [], runs: [] })
  })
})

describe('a run that is under way when something is erased', () => {
  it.each([
    ['saved', feedWithKinds, whole],
    ['held', { ...feedWithKinds, expect: { postings: { min: 1_000 } } }, whole],
    ['failed', feedWithKinds, whole.slice(0, -mail.length / 2)],
  ] as const)('keeps nothing of it: %s', async (outcome, feed, text) => {
    await using environment = await testEnvironment([feed])
    const { pool, file } = environment
    const erasure = compileErasure([mail])

    const { record } = await runAround(environment, text, () => eraseEverywhere(pool, file.root, erasure))

    expect(record.outcome.kind).toBe(outcome)
    expect(await findEverywhere(pool, file.root, erasure)).toMatchObject({ snapshots: [], runs: [], live: [] })
    expect((await pool.query('select from snapshot')).rowCount).toBe(0)
  })

  it.each([
    [
      'where it is being recorded, and what it kept is erased',
      'update of outcome',
      { snapshots: [{ count: 4 }], runs: [expect.anything()] },
    ],
    ['where it is just beginning, and keeps nothing', 'insert', { snapshots: [], runs: [] }],
  ])('is waited for %s', async (_, doing, erased) => {
    await using environment = await testEnvironment([feedWithKinds])
    const { pool, file, run } = environment
    await pool.query(
      `create function pause() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock(1); return new; end'`,
    )
    await pool.query(`create trigger pause after ${doing} on run for each row execute function pause()`)
    const pausing = await pool.connect()
    await pausing.query('select pg_advisory_lock(1)')
    const erasure = compileErasure([mail])

    const fetched = Promise.withResolvers<void>()
    const running = run({
      async source(asked) {
        await fetched.promise
        return openGiven(asked, Buffer.from(whole))
      },
    })
    if (doing !== 'insert') fetched.resolve()
    await untilBlocked(pool)
    const erasing = eraseEverywhere(pool, file.root, erasure)
    await untilBlocked(pool, 2)
    await pausing.query('select pg_advisory_unlock(1)')
    pausing.release()

    expect(await erasing).toMatchObject(erased)
    fetched.resolve()
    expect((await running).record.outcome.kind).toBe('saved')
    expect(await findEverywhere(pool, file.root, erasure)).toMatchObject({ snapshots: [], runs: [] })
  })

  it('still says what was wrong, and where', async () => {
    await using environment = await testEnvironment([feedWithKinds])
    const { pool, file } = environment

    await runAround(environment, whole, () => eraseEverywhere(pool, file.root, compileErasure([mail])))

    const [row] = (await pool.query('select outcome, warnings, skipped from run')).rows
    expect(row.warnings).toContainEqual(expect.stringMatching(/^employmentType: .*, 3 times: "\.\.\." \(3\)$/))
    expect(row).toMatchObject({ outcome: 'saved', skipped: [{ position: 4, reason: expect.stringContaining('id'), excerpt: '' }] })
  })

  it('keeps all that it read where it is only looked for', async () => {
    await using environment = await testEnvironment([feedWithKinds])
    const { pool, file } = environment
    const erasure = compileErasure([mail])

    await runAround(environment, whole, () => findEverywhere(pool, file.root, erasure))

    const found = await findEverywhere(pool, file.root, erasure)
    expect([found.snapshots.length, found.runs.length]).toEqual([1, 1])
  })

  it('is followed by one that keeps what it reads anew', async () => {
    await using environment = await testEnvironment([feedWithKinds])
    const { pool, file, run } = environment
    await runAround(environment, whole, () => eraseEverywhere(pool, file.root, compileErasure([mail])))
    await file.write(JSON.stringify(good.map(({ id }) => ({ id, title: 'Posting' }))))

    const after = await run()

    expect((await pool.query('select run from snapshot')).rows).toEqual([{ run: after.run }])
  })
})
