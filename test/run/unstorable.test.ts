import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testEnvironment } from './test-environment.ts'
import { aFileFeed, mappingWithKind } from './world.ts'

const feed = aFileFeed({ mapping: mappingWithKind })

const good = { id: '1', title: 'Baker' }

// What is shown of a value is cut after 80 characters, and of a skipped record after 200.
const cutKind = `${'x'.repeat(79)}🚀`
const cutRecord = { id: '2', pad: `${'x'.repeat(200 - '{"id":"2","pad":"'.length - 1)}🚀` }

const items: readonly [what: string, items: readonly object[]][] = [
  ['a warning that is cut within a character', [{ ...good, kind: cutKind }]],
  ['a warning with NUL', [{ ...good, kind: 'x\0y' }]],
  ['a warning with half a character', [{ ...good, kind: 'x\ud800y' }]],
  ['an excerpt that is cut within a character', [good, cutRecord, { id: '3', title: 'Cook' }, { id: '4', title: 'Nurse' }]],
  ['the name of an unread field with NUL', [{ ...good, 'x\0y': 'z' }]],
  ['the name of an unread field with half a character', [{ ...good, 'x\ud800y': 'z' }]],
]

describe('a run with texts that PostgreSQL cannot hold', () => {
  it.each(items)('is saved: %s', async (_, list) => {
    await using environment = await testEnvironment([feed])
    const { file, run } = environment
    await file.write(JSON.stringify(list))

    const first = await run()
    await file.write(`${JSON.stringify(list)} `)
    const second = await run()

    expect(first.record.outcome.kind).toBe('saved')
    expect(second.record).toMatchObject({ outcome: { kind: 'unchanged' }, unread: first.record.unread })
  })

  it('skips a record whose id is too long, and no other', async () => {
    await using environment = await testEnvironment([feed])
    const { file, run } = environment
    const others = Array.from({ length: 20 }, (_, index) => ({ ...good, id: `${index}` }))
    const id = 'é'.repeat(1_000)
    await file.write(JSON.stringify([{ ...good, id: `${id}e` }, { ...good, id }, ...others]))

    const { record } = await run()

    expect(record).toMatchObject({ outcome: { kind: 'saved', counts: { added: 21 } }, measured: { skipped: 1 } })
    expect(record.skipped).toMatchObject([{ position: 1, reason: 'the id is longer than 2000 bytes: is it the id that is mapped?' }])
  })

  it('saves the longest id that it takes, however little it can be compressed', async () => {
    await using environment = await testEnvironment([feed])
    const { file, run } = environment
    await file.write(JSON.stringify([{ ...good, id: randomBytes(1_500).toString('base64') }]))

    expect((await run()).record.outcome.kind).toBe('saved')
  })

  it('ends with its cause', async () => {
    await using environment = await testEnvironment([
      aFileFeed({ source: { file: { path: 'feed.json' }, format: { json: { records: 'jobs' } } } }),
    ])
    const { file, pool, run } = environment
    await file.write('{"a\\u0000b": 1}')

    const ran = await run()

    expect(ran.record.outcome).toMatchObject({ kind: 'failed', cause: 'pathMissing' })
    expect((await pool.query('select outcome, cause from run')).rows).toEqual([{ outcome: 'failed', cause: 'pathMissing' }])
  })
})
