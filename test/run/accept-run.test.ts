import { describe, expect, it } from 'vitest'
import { acceptRun } from '../../scripts/run/accept-run.ts'
import { mappingHash } from '../../scripts/run/mapping-hash.ts'
import { beginAcceptance } from '../../scripts/store/acceptance.ts'
import { beginRun } from '../../scripts/store/runs.ts'
import { type TestEnvironment, testEnvironment } from './test-environment.ts'
import { listOf, readTitles } from './world.ts'

const feed = 'acme/jobs'
const by = 'octo-am'

const tenIds = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

/** A feed of ten postings that was saved once and now lists two: the second run is held. */
async function heldRun({ file, run }: TestEnvironment): Promise<string> {
  await file.write(listOf(...tenIds))
  await run()
  await file.write(listOf('1', '2'))
  const { run: held, record } = await run()
  if (record.outcome.kind !== 'held') throw new Error(`expected a held run, got ${record.outcome.kind}`)
  return held
}

describe('acceptRun', () => {
  it('saves what the held run read, whatever the source says by now, and records who did', async () => {
    await using environment = await testEnvironment()
    const { pool, file, context } = environment
    const held = await heldRun(environment)
    await file.write(listOf('3'))

    const accepted = await acceptRun({ run: held, by }, context)

    expect(accepted).toMatchObject({ kind: 'ran', feed, record: { outcome: { kind: 'saved', counts: { removed: 8, unchanged: 2 } } } })
    expect(Object.keys(await readTitles(pool))).toEqual(['1', '2'])
    const { rows } = await pool.query('select accepts, accepted_by, measured is not null as counted from run order by id desc limit 1')
    expect(rows).toEqual([{ accepts: held, accepted_by: by, counted: true }])
  })

  it('removes nothing on the word of an answer that could not be mapped', async () => {
    await using environment = await testEnvironment()
    const { pool, file, context, run } = environment
    await heldRun(environment)
    await file.write('[{ "error": "down" }]')
    const { run: held } = await run()

    const accepted = await acceptRun({ run: held, by }, context)

    const reasons = [expect.stringMatching(/^no record of 1 became a posting/), expect.stringMatching(/^not accepted: /)]
    expect(accepted).toMatchObject({ record: { outcome: { kind: 'held', cause: 'mapping', reasons } } })
    expect(Object.keys(await readTitles(pool))).toEqual(tenIds)
  })

  it('takes an empty feed for one on a person’s word', async () => {
    await using environment = await testEnvironment()
    const { file, context, run } = environment
    await heldRun(environment)
    await file.write('[]')
    const { run: held } = await run()

    const accepted = await acceptRun({ run: held, by }, context)

    expect(accepted).toMatchObject({ record: { outcome: { kind: 'saved', counts: { removed: 10 } } } })
  })

  it('makes what was accepted the usual: the next list of that length is saved', async () => {
    await using environment = await testEnvironment()
    const { file, context, run } = environment
    const held = await heldRun(environment)
    await acceptRun({ run: held, by }, context)
    await file.write(listOf('1', 'new'))

    const { record } = await run()

    expect(record.outcome).toMatchObject({ kind: 'saved', counts: { added: 1, removed: 1 } })
  })

  it('refuses a run that was saved, one that is not the newest, one that was accepted and one that never was', async () => {
    await using environment = await testEnvironment()
    const { context, run } = environment
    const first = await heldRun(environment)
    const { run: second } = await run()
    const saved = (BigInt(first) - 1n).toString()

    const why = async (asked: string) => {
      const result = await acceptRun({ run: asked, by }, context)
      return result.kind === 'refused' ? result.why : result.kind
    }

    expect(await why(saved)).toBe(`run ${saved} of ${feed} is saved: only a held run can be accepted`)
    expect(await why(first)).toBe(
      `run ${first} is not the newest of ${feed}: run ${second} is, and it is held; npm run accept -- ${second}`,
    )
    expect(await why('99')).toBe('there is no run 99 here')
    expect(await why(second)).toBe('ran')
    expect(await why(second)).toBe(`run ${second} of ${feed} was accepted already, by ${by}`)
  })

  it('accepts a run after which others only failed', async () => {
    await using environment = await testEnvironment()
    const { file, context, run } = environment
    const held = await heldRun(environment)
    await file.write('<html>')
    expect((await run()).record.outcome.kind).toBe('failed')

    expect(await acceptRun({ run: held, by }, context)).toMatchObject({ record: { outcome: { kind: 'saved' } } })
  })

  it('takes over from one that is accepting it, and may have been killed', async () => {
    await using environment = await testEnvironment()
    const { pool, context } = environment
    const held = await heldRun(environment)
    await beginAcceptance(pool, {
      run: held,
      by: 'another',
      now: context.now(),
      mappingHash: (asked) => mappingHash(asked, context.engine),
    })

    expect(await acceptRun({ run: held, by }, context)).toMatchObject({ record: { outcome: { kind: 'saved' } } })

    const { rows } = await pool.query('select outcome, cause, accepted_by from run where accepts = $1 order by id', [held])
    expect(rows).toEqual([
      { outcome: 'failed', cause: 'stopped', accepted_by: 'another' },
      { outcome: 'saved', cause: null, accepted_by: by },
    ])
  })

  it('refuses while a newer run is under way, and says what to do where that was killed', async () => {
    await using environment = await testEnvironment()
    const { pool, context, run } = environment
    const held = await heldRun(environment)
    await beginRun(pool, { feed, now: context.now(), mappingHash: (asked) => mappingHash(asked, context.engine) })
    const later = { ...context, now: () => new Date(context.now().getTime() + 150_000) }

    const refused = await acceptRun({ run: held, by }, later)
    const { run: again } = await run()

    expect(refused).toEqual({
      kind: 'refused',
      why:
        `run ${held} is not the newest of ${feed}: run ${BigInt(held) + 1n} has been under way for 2 minutes: wait for it; ` +
        `if its process was killed, npm run import -- ${feed} reads it again`,
    })
    expect(await acceptRun({ run: again, by }, context)).toMatchObject({ record: { outcome: { kind: 'saved' } } })
  })

  it('refuses where the snapshot is gone, or the mapping is another', async () => {
    await using environment = await testEnvironment()
    const { pool, context } = environment
    const held = await heldRun(environment)

    const otherEngine = await acceptRun({ run: held, by }, { ...context, engine: 'mended' })
    await pool.query('delete from snapshot')
    const withoutSnapshot = await acceptRun({ run: held, by }, context)

    expect(otherEngine).toMatchObject({ kind: 'refused', why: expect.stringContaining('is mapped otherwise since') })
    expect(withoutSnapshot).toMatchObject({ kind: 'refused', why: expect.stringContaining(`the snapshot of run ${held} is gone`) })
    expect(Object.keys(await readTitles(pool))).toEqual(tenIds)
  })
})
