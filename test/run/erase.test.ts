import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eraseEverywhere, findEverywhere } from '../../scripts/run/erase.ts'
import { renderErasure } from '../../scripts/run/erase-text.ts'
import { compileErasure } from '../../scripts/store/erasure.ts'
import { readSnapshot } from '../../scripts/store/snapshots.ts'
import { testEnvironment } from './test-environment.ts'

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

    await eraseEverywhere(pool, file.root, erasure, found)

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
