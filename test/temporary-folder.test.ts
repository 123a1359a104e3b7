import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { $ } from 'zx'
import { openTemporaryFolder, openUnnamedFile } from '../scripts/temporary-folder.ts'
import { writeOwnClients } from './support/own-clients.ts'

describe('openUnnamedFile', () => {
  it('gives what was written as often as it is asked for, also to who writes more', async () => {
    using file = await openUnnamedFile('unnamed')

    file.write(Buffer.from('one '))
    const first = await text(file.read())
    file.write(Buffer.from('two'))

    expect([first, await text(file.read()), await text(file.read())]).toEqual(['one ', 'one two', 'one two'])
  })

  it('stays open for whoever reads it not to its end', async () => {
    using file = await openUnnamedFile('unnamed')
    file.write(Buffer.alloc(1_000_000))

    for await (const piece of file.read()) if (piece.length > 0) break
    const read = await buffer(file.read())

    expect(read.length).toBe(1_000_000)
  })

  it('leaves nothing behind, whatever becomes of the process', async () => {
    using file = await openUnnamedFile('nothing-left')
    file.write(Buffer.from('personal data'))

    expect(readdirSync(tmpdir()).filter((name) => name.includes('nothing-left'))).toEqual([])
  })
})

describe('a verb that needs a temporary file', () => {
  it.runIf(process.platform === 'linux').each([
    ['has no place for it', 'TMPDIR=/nowhere', 'temporary files in /nowhere: there is no such file or folder\n'],
    ['has no room for it', 'ulimit -f 1;', `temporary files in ${tmpdir()}: EFBIG: file too large, write\n`],
  ])('says in one line that the machine %s', async (_, limit, stderr) => {
    await using folder = await openTemporaryFolder('machine')
    await writeOwnClients(folder.path)
    const words = [
      'scripts/sample.ts',
      join(folder.path, 'clients/acme.yaml'),
      '--file',
      join(folder.path, 'clients/samples/acme/jobs.xml'),
    ]

    const ran = await $({ quiet: true, nothrow: true })`sh -c ${`${limit} exec "$@"`} sh ${process.execPath} ${words} --quiet`

    expect({ code: ran.exitCode, stdout: ran.stdout, stderr: ran.stderr }).toEqual({ code: 1, stdout: '', stderr })
  })
})
