import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { openUnnamedFile } from '../scripts/temporary-folder.ts'

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
