import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { openGiven } from '../../scripts/source/read.ts'
import type { RunRecord } from '../../scripts/store/runs.ts'
import { deployed } from '../support/environment.ts'
import { type TestEnvironment, testEnvironment } from './test-environment.ts'
import { aFileFeed, mappingWithKind, readTitles } from './world.ts'

interface Item {
  readonly id: string
  readonly title?: string
  readonly kind?: string
  readonly city?: string
  readonly extra?: string
  readonly hidden?: boolean
}

const feed = aFileFeed({
  mapping: { ...mappingWithKind, location: { city: 'city' } },
  keep: [{ path: 'hidden', isNot: true }],
  // They are few, and each is another.
  expect: { filled: { location: 0, employmentType: 0, title: 0 } },
})

async function runWith({ file, run }: TestEnvironment, items: readonly Item[]): Promise<RunRecord> {
  // Other bytes each time, or nothing would be read.
  await file.write(`${JSON.stringify(items)}${' '.repeat(written++)}`)
  return (await run()).record
}
let written = 0

async function stored(pool: pg.Pool): Promise<unknown> {
  const { rows } = await pool.query(
    `select id, encode(hash, 'hex') as hash, content, facets, removed_at is null as is_live from posting order by id`,
  )
  return rows
}

/** Gives a posting another content without a word to anyone: mapping its record would bring the right one back. */
async function disguise(pool: pg.Pool, id: string): Promise<void> {
  await pool.query(`update posting set content = content || '{"title": "disguised"}', hash = sha256(hash) where id = $1`, [id])
  await pool.query('update record_memory set hash = sha256(hash) where posting = $1', [id])
}

const fillers = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const usual: readonly Item[] = [
  { id: '1', title: 'Baker', kind: 'full', city: 'Lyon' },
  { id: '2', title: 'Cook', kind: 'full', extra: 'new' },
  { id: '3', title: 'Nurse' },
  ...fillers.map((id) => ({ id, title: `Driver ${id}`, city: 'Nice' })),
]

describe('a record that came before', () => {
  it('is looked for in no time while PostgreSQL has no statistics yet', async () => {
    await using environment = await testEnvironment([feed])
    const { file, url } = environment
    const many = Array.from({ length: 20_000 }, (_, id) => ({ id: String(id), title: 'Baker', city: 'Lyon' }))
    await runWith(environment, many)
    await file.write(JSON.stringify(many.toReversed()))
    // Reading all of the feed for each record takes several times that; reading it once, a hundredth.
    const hurried = new pg.Pool({ connectionString: url, statement_timeout: 4_000 })

    const { record } = await environment.run({}, { pool: hurried })
    await hurried.end()

    expect(record).toMatchObject({ outcome: { kind: 'unchanged' }, measured: { recalled: 20_000 } })
  })

  it('is not mapped again', async () => {
    await using environment = await testEnvironment([feed])
    const { pool } = environment
    await runWith(environment, usual)
    await disguise(pool, '1')

    const record = await runWith(environment, usual.toReversed())

    expect(record.outcome.kind).toBe('unchanged')
    expect(await readTitles(pool)).toMatchObject({ 1: 'disguised', 2: 'Cook', 3: 'Nurse' })
  })

  it('is mapped again where its posting is not stored as it was', async () => {
    await using environment = await testEnvironment([feed])
    const { pool } = environment
    await runWith(environment, usual)
    await pool.query(`update posting set content = content || '{"title": "changed"}', hash = sha256(hash) where id = '1'`)
    await pool.query(`update posting set removed_at = now() where id = '2'`)

    const record = await runWith(environment, usual)

    expect(record.outcome).toMatchObject({ kind: 'saved', counts: { added: 1, changed: 1, unchanged: 8 } })
    expect(await readTitles(pool)).toMatchObject({ 1: 'Baker', 2: 'Cook', 3: 'Nurse' })
  })

  it('is mapped again by another mapping or engine', async () => {
    await using environment = await testEnvironment([feed])
    const { pool } = environment
    await runWith(environment, usual)
    await disguise(pool, '1')
    await environment.file.write(JSON.stringify(usual.toReversed()))

    await environment.run({}, { engine: 'another' })

    expect(await readTitles(pool)).toMatchObject({ 1: 'Baker', 2: 'Cook', 3: 'Nurse' })
  })

  it('is warned of again', async () => {
    await using environment = await testEnvironment([feed])
    const items = [...usual, { id: '4', title: 'Clerk', kind: 'sometimes' }]

    const first = await runWith(environment, items)
    const second = await runWith(environment, items)

    expect(first.outcome).toMatchObject({
      warnings: [expect.stringContaining('sometimes'), expect.stringContaining('11 of 11 postings are shown without JobPosting markup')],
    })
    expect(second.outcome).toEqual({ ...first.outcome, kind: 'unchanged', counts: undefined })
  })

  it('is forgotten once it does not come, and with its feed', async () => {
    await using environment = await testEnvironment([feed])
    const { pool } = environment
    const remembered = async () =>
      (await pool.query<{ posting: string }>('select posting from record_memory order by posting')).rows.map(({ posting }) => posting)

    await runWith(environment, usual)
    const before = await remembered()
    await runWith(environment, [...usual.slice(1), { id: '4', title: 'Clerk' }])
    const after = await remembered()
    await deployed(pool, [], 'b'.repeat(40))

    expect(before).toEqual(['1', '2', '3', ...fillers])
    expect(after).toEqual(['2', '3', '4', ...fillers])
    expect(await remembered()).toEqual([])
  })
})

describe('a run that is overtaken by one that remembers records of another shape', () => {
  it('changes nothing', async () => {
    await using environment = await testEnvironment([feed])
    const { pool, run } = environment
    await runWith(environment, usual)
    const items = [...usual, { id: '4', title: 'Clerk', city: 'Nice', extra: 'of a shape of its own' }]

    const overtaken = await run({
      async source(asked) {
        await runWith(environment, items)
        return openGiven(asked, Buffer.from(JSON.stringify([...items, { id: '5', title: 'Late' }])))
      },
    })

    expect(overtaken.record.outcome).toMatchObject({ kind: 'failed', cause: 'fenced' })
    expect(Object.keys(await readTitles(pool))).toEqual(['1', '2', '3', '4', ...fillers])
  })
})

describe('a feed whose records are recalled', () => {
  const changes: readonly [name: string, items: readonly Item[]][] = [
    ['an added record', [...usual, { id: '4', title: 'Clerk', city: 'Nice' }]],
    ['a changed record', [{ ...usual[0]!, title: 'Master baker' }, ...usual.slice(1)]],
    ['a record of another shape', [{ ...usual[0]!, extra: 'more', city: '' }, ...usual.slice(1)]],
    ['a removed record', usual.slice(1)],
    ['another order', usual.toReversed()],
    ['a record that comes twice', [...usual, usual[0]!, { ...usual[1]!, title: 'Other' }]],
    ['the changed one of two with one id first', [{ ...usual[0]!, title: 'Other' }, ...usual]],
    ['a record that is left out now', [{ ...usual[0]!, hidden: true }, ...usual.slice(1)]],
    ['a record that is skipped now', [{ id: '1' }, ...usual.slice(1)]],
  ]

  it.each(changes)('ends as if none were: %s', async (_, items) => {
    await using remembering = await testEnvironment([feed])
    await using forgetful = await testEnvironment([feed])
    await runWith(remembering, usual)
    await runWith(forgetful, usual)
    await forgetful.pool.query(`delete from record_memory`)
    await forgetful.pool.query(`update feed set record_shapes = '[]'`)

    const recalled = await runWith(remembering, items)
    const mapped = await runWith(forgetful, items)

    expect({ ...recalled, source: null, measured: { ...recalled.measured, recalled: undefined } }).toEqual({ ...mapped, source: null })
    expect(recalled.measured!.recalled).toBeGreaterThan(7)
    expect(await stored(remembering.pool)).toEqual(await stored(forgetful.pool))
    // What it remembers now serves the run after it.
    expect(await runWith(remembering, items)).toMatchObject({
      outcome: { kind: 'unchanged' },
      measured: mapped.measured,
      unread: mapped.unread,
    })
  })
})
