import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../scripts/errors.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'
import { openOutput } from '../../scripts/terminal/output.ts'

describe('openOutput', () => {
  it('writes a file anew, piece after piece', async () => {
    await using folder = await openTemporaryFolder('output')
    const path = join(folder.path, 'postings.jsonl')
    const pieces = [['an earlier, longer text'], ['one\n', 'two\n']]

    for (const texts of pieces) {
      await using output = await openOutput(path)
      for (const text of texts) await output.write(text)
      await output.finish()
    }

    expect(await readFile(path, 'utf8')).toBe('one\ntwo\n')
    expect(await readdir(folder.path)).toEqual(['postings.jsonl'])
  })

  it.each([
    ['leaves an earlier file as it is', ['earlier'], 'earlier'],
    ['leaves nothing', [], undefined],
  ])('%s where the text does not come to its end', async (_, earlier, left) => {
    await using folder = await openTemporaryFolder('output')
    const path = join(folder.path, 'postings.jsonl')
    for (const text of earlier) await writeFile(path, text)

    {
      await using output = await openOutput(path)
      await output.write('one\n')
      expect(await readFile(path, 'utf8').catch(() => undefined)).toBe(left)
    }

    expect(await readdir(folder.path)).toEqual(earlier.map(() => 'postings.jsonl'))
  })

  it('writes to where a link leads, with the permissions of the file there', async () => {
    await using folder = await openTemporaryFolder('output')
    const [path, link] = [join(folder.path, 'postings.jsonl'), join(folder.path, 'link')]
    await writeFile(path, 'earlier', { mode: 0o600 })
    await symlink(path, link)

    await using output = await openOutput(link)
    await output.write('now')
    await output.finish()

    expect([await readFile(path, 'utf8'), (await stat(path)).mode & 0o777, await readlink(link)]).toEqual(['now', 0o600, path])
  })

  it.each([
    ['none/x', 'none/x cannot be written: there is no such folder: make it first'],
    ['.', ' cannot be written: it is a folder: name a file in it'],
    ['file/x', 'file/x cannot be written: a part of the path is a file, and no folder'],
    ['x'.repeat(300), 'x cannot be written: its name is too long'],
    ['a\0b', 'a\\0b cannot be written: no path holds the character NUL'],
  ])('refuses %j', async (name, message) => {
    await using folder = await openTemporaryFolder('output')
    await writeFile(join(folder.path, 'file'), '')

    const failure = await openOutput(join(folder.path, name)).catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(UsageError)
    expect((failure as Error).message).toContain(message)
  })

  it('listens to standard output once, however often it is opened', async () => {
    const before = process.stdout.listenerCount('error')

    for (let time = 0; time < 20; time += 1) await (await openOutput('-'))[Symbol.asyncDispose]()

    expect(process.stdout.listenerCount('error')).toBeLessThanOrEqual(before + 1)
  })

  it.runIf(process.platform === 'linux')('says that the disk is full', async () => {
    await using output = await openOutput('/dev/full')

    await expect(output.write('x')).rejects.toThrow('/dev/full cannot be written: the disk is full')
  })

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)('refuses a folder that may not be written', async () => {
    await using folder = await openTemporaryFolder('output')
    await mkdir(join(folder.path, 'closed'))
    await chmod(join(folder.path, 'closed'), 0o500)

    await expect(openOutput(join(folder.path, 'closed/x'))).rejects.toThrow('closed/x cannot be written: you have no permission')
  })

  it.skipIf(process.getuid?.() === 0)('refuses a file that may not be written', async () => {
    await using folder = await openTemporaryFolder('output')
    await writeFile(join(folder.path, 'x'), '', { mode: 0o400 })

    await expect(openOutput(join(folder.path, 'x'))).rejects.toThrow('x cannot be written: you have no permission')
  })
})
