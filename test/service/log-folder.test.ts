import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { largestLogBytes, openLogFolder } from '../../scripts/service/log-folder.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'

/** A folder whose web.log is too large, and begins with the word `now`; the one before it says `before`. */
async function grown() {
  const folder = await openTemporaryFolder('logs')
  const log = join(folder.path, 'web.log')
  await writeFile(log, 'now')
  await truncate(log, largestLogBytes + 1)
  await writeFile(`${log}.1`, 'before')
  return { ...folder, log }
}

/** A process of its own that holds the folder of logs. */
async function holder(folder: string) {
  const module = pathToFileURL('scripts/service/log-folder.ts').href
  const script = `import { openLogFolder } from ${JSON.stringify(module)}
    globalThis.held = openLogFolder(${JSON.stringify(folder)})
    console.log('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return {
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const beginningOf = async (path: string) => (await readFile(path, 'utf8')).replaceAll('\0', '')

describe('openLogFolder', () => {
  it('puts a log aside that has grown too large, and the one before goes', async () => {
    await using folder = await grown()

    using logs = openLogFolder(folder.path)

    expect(logs.logOf('web')).toBe(folder.log)
    expect((await readdir(folder.path)).sort()).toEqual(['lock', 'web.log.1'])
    expect(await beginningOf(`${folder.log}.1`)).toBe('now')
  })

  it('leaves a log that has not', async () => {
    await using folder = await grown()
    await truncate(folder.log, largestLogBytes)

    using _ = openLogFolder(folder.path)

    expect(await beginningOf(folder.log)).toBe('now')
    expect(await beginningOf(`${folder.log}.1`)).toBe('before')
  })

  it('makes the folder, and says where logs go', async () => {
    await using folder = await openTemporaryFolder('logs')

    using logs = openLogFolder(join(folder.path, 'log'))

    expect(logs.logOf('worker')).toBe(join(folder.path, 'log/worker.log'))
  })

  it('puts nothing aside while another process holds the folder, and does once that is killed', async () => {
    await using folder = await openTemporaryFolder('logs')
    const log = join(folder.path, 'web.log')
    const other = await holder(folder.path)
    await writeFile(log, '')
    await truncate(log, largestLogBytes + 1)

    openLogFolder(folder.path)[Symbol.dispose]()
    const beside = await readdir(folder.path)
    await other.kill()
    openLogFolder(folder.path)[Symbol.dispose]()
    const after = await readdir(folder.path)

    expect([beside.sort(), after.sort()]).toEqual([
      ['lock', 'web.log'],
      ['lock', 'web.log.1'],
    ])
  })

  it('lets any number hold it at once', async () => {
    await using folder = await grown()
    using _first = openLogFolder(folder.path)
    await writeFile(folder.log, '')
    await truncate(folder.log, largestLogBytes + 1)

    using _second = openLogFolder(folder.path)
    using _third = openLogFolder(folder.path)

    expect((await stat(folder.log)).size).toBe(largestLogBytes + 1)
  })
})
