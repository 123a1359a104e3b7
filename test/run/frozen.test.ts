import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Ran } from '../../scripts/run/run-feed.ts'
import { testDatabase } from '../support/database.ts'
import { programCopy } from '../support/program-copy.ts'
import { type Importing, startImporting } from './importing.ts'
import { feed, heal, prepare, versionOf, writeVersion } from './versions.ts'
import { feedFile, readTitles } from './world.ts'

interface Outlived {
  /** How the run ended that was frozen. */
  readonly stale: Ran
  /** What is live then, titles by id. */
  readonly live: Readonly<Record<string, string>>
}

/** A process freezes with version 1 in its hands, about to ask whether it may apply it; another run brings version 2; the first goes on. */
async function outlive(frozen: Importing): Promise<Outlived> {
  await using database = await testDatabase()
  await using file = await feedFile()
  const place = { url: database.url, pool: database.pool, file }
  await prepare(place)
  await writeVersion(place, 1)
  const statement = 'select fencing_token from feed where id = $1 for update'
  frozen.order({ database: database.url, root: file.root, feed, at: { statement, signal: 'SIGSTOP' } })
  expect(await frozen.lines.next()).toMatchObject({ value: 'stopping' })
  while (!(await stateOf(frozen)).startsWith('T'));
  await writeVersion(place, 2)
  expect(await heal(place)).toBe('saved')

  frozen.kill('SIGCONT')
  const { value } = await frozen.lines.next()

  return { stale: JSON.parse(value), live: await readTitles(place.pool) }
}

async function stateOf({ pid }: Importing): Promise<string> {
  return (await promisify(execFile)('ps', ['-o', 'state=', '-p', String(pid)])).stdout.trim()
}

describe('a run that is frozen and outlived by its successor', () => {
  it('cannot apply what it read', async () => {
    await using frozen = startImporting()

    const { stale, live } = await outlive(frozen)

    expect(stale.record.outcome).toMatchObject({ kind: 'failed', cause: 'fenced' })
    expect(live).toEqual(versionOf(2))
  })

  it('would put the old postings back, were its fencing token not checked', async () => {
    await using copy = await programCopy('test/run', 'test/support')
    await copy.replace('scripts/store/apply-incoming.ts', 'rows[0]?.fencing_token === fencingToken', 'true')
    await using frozen = startImporting({ program: join(copy.path, 'test/run/importing-process.ts') })

    const { stale, live } = await outlive(frozen)

    expect(stale.record.outcome).toMatchObject({ kind: 'saved' })
    expect(live).toEqual(versionOf(1))
  })
})
