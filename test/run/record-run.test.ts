import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { acceptRun } from '../../scripts/run/accept-run.ts'
import { openGiven } from '../../scripts/source/read.ts'
import { eraseSnapshot } from '../../scripts/store/erase-snapshots.ts'
import { compileErasure } from '../../scripts/store/erasure.ts'
import { deployed } from '../support/environment.ts'
import { before } from './before.ts'
import { testEnvironment } from './test-environment.ts'
import { untilBlocked } from './until-blocked.ts'
import { aFileFeed, listOf } from './world.ts'

describe('the record of a run', () => {
  it.each(['saved', 'unchanged'] as const)(
    'waits for a deployment that changes its client, and has it wait for nothing: %s',
    async (kind) => {
      await using environment = await testEnvironment()
      const { pool, file, run } = environment
      await file.write(listOf('1'))
      if (kind === 'unchanged') await run()
      const deploying = await pool.connect()
      // As applyRelease does it: the client before its feeds.
      await deploying.query('begin')
      await deploying.query('update client set slug = slug || 1')

      const running = run()
      await untilBlocked(pool)
      await deploying.query('update feed set changed_token = changed_token')
      await deploying.query('commit')
      deploying.release()

      expect((await running).record.outcome.kind).toBe(kind)
    },
  )

  it('does not stand in the way of a run that begins at the same moment', async () => {
    await using environment = await testEnvironment()
    const { pool, file, run } = environment
    await file.write(listOf('1'))
    await run()
    const beginning = await pool.connect()
    const done: Promise<void>[] = []

    const ran = await run({
      async source(asked) {
        // As beginRun does it, in two steps.
        await beginning.query('begin')
        await beginning.query('update feed set fencing_token = fencing_token where id = $1', [asked.id])
        const close = async () => {
          await untilBlocked(pool)
          await beginning.query(`update run set warnings = '[]' where feed = $1 and finished_at is null`, [asked.id])
          await beginning.query('commit')
        }
        done.push(close())
        return { isNotModified: true, bytes: nothing(), bytesReceived: 0, facts: () => ({ bytesReceived: 0, bytes: 0, contentHash: '' }) }
      },
    })
    await Promise.all(done)
    beginning.release()

    expect(ran.record.outcome.kind).toBe('unchanged')
  })

  it('comes without a snapshot of a feed that was deleted meanwhile', async () => {
    await using environment = await testEnvironment()
    const { pool, run } = environment

    const ran = await run({
      async source(asked) {
        await deployed(pool, [], 'b'.repeat(40))
        return openGiven(asked, Buffer.from('[{"id": "1", "title": "cut'))
      },
    })

    expect(ran.record.outcome).toMatchObject({ kind: 'failed', cause: 'truncated' })
    expect((await pool.query('select from snapshot')).rowCount).toBe(0)
  })

  it('says that it is the store, and has no snapshot, where a held run is erased while it is being accepted', async () => {
    await using environment = await testEnvironment([aFileFeed({ expect: { postings: { min: 10_000 } } })])
    const { pool, file, run, context } = environment
    const noise = randomBytes(3_000_000).toString('base64')
    await file.write(JSON.stringify([{ id: '1', title: 'Ask jane.doe@example.org', noise }]))
    const held = await run()
    const erasure = compileErasure(['jane.doe@example.org'])
    const erasing = before(pool, 'snapshot_piece', [held.run, 1], () => eraseSnapshot(pool, held.run, erasure))

    const accepted = await acceptRun({ run: held.run, by: 'octo-am' }, { ...context, pool: erasing })

    expect(accepted).toMatchObject({ record: { outcome: { kind: 'failed', cause: 'store' } } })
    expect((await pool.query('select run from snapshot')).rows).toEqual([{ run: held.run }])
  })
})

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
