import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { testDatabase } from './support/database.ts'
import { writeOwnClients } from './support/own-clients.ts'
import { type ProgramCopy, programCopy } from './support/program-copy.ts'

/** This program with clients of the tests' own, whatever clients this checkout has by now. */
async function copyWithClients(): Promise<ProgramCopy> {
  const copy = await programCopy('schemas')
  await writeOwnClients(copy.path)
  return copy
}

function start(folder: string, databaseUrl: string, ...words: string[]) {
  const child = spawn(process.execPath, ['scripts/start.ts', '--port', '0', ...words], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that the test can press Ctrl-C as a terminal does: for the whole group.
    detached: true,
  })
  let faults = ''
  child.stderr.on('data', (piece) => {
    faults += piece
  })
  return { child, lines: createInterface({ input: child.stdout }), faults: () => faults }
}

describe('npm start', () => {
  it('deploys, imports and verifies all clients, then ends', async () => {
    await using database = await testDatabase()
    await using copy = await copyWithClients()
    const { child, lines } = start(copy.path, database.url, '--once')
    const shown: string[] = []
    lines.on('line', (line) => shown.push(line))

    const [code] = await once(child, 'close')

    expect({ code, shown: shown.map((line) => line.replace(/ +/g, ' ').replace(/:\d+/, '')) }).toEqual({
      code: 0,
      shown: [
        expect.stringMatching(/^local has release [0-9a-f-]+$/),
        'acme 2 postings http://127.0.0.1/clients/acme',
        'borealis 1 posting http://127.0.0.1/clients/borealis',
      ],
    })
  })

  it('serves until Ctrl-C, and leaves no process behind', async () => {
    await using database = await testDatabase()
    await using copy = await copyWithClients()
    const { child, lines } = start(copy.path, database.url)
    let page = ''
    for await (const line of lines) {
      page ||= /http:\S+\/clients\/acme$/.exec(line)?.[0] ?? ''
      if (line.includes('Ctrl-C ends')) break
    }

    const whileServing = await fetch(page)
    process.kill(-child.pid!, 'SIGINT')
    const [code] = await once(child, 'exit')

    expect({ status: whileServing.status, code }).toEqual({ status: 200, code: 0 })
    await expect(fetch(page)).rejects.toThrow('fetch failed')
    expect(() => process.kill(-child.pid!, 0)).toThrow('ESRCH')
  })

  it('deploys nothing once it was told to end', async () => {
    await using database = await testDatabase()
    await using copy = await copyWithClients()
    await copy.replace('scripts/start.ts', 'await using store', "process.kill(process.pid, 'SIGTERM')\n    await using store")
    const { child, faults } = start(copy.path, database.url)

    const [code] = await once(child, 'close')

    const { rows } = await database.pool.query(`select to_regclass('deployment') is not null as "isDeployed"`)
    expect({ code, faults: faults(), rows }).toEqual({ code: 0, faults: '', rows: [{ isDeployed: false }] })
  })

  it.each(['serve', 'work'])('ends well by Ctrl-C while npm run %s begins, which does not listen yet', async (verb) => {
    await using database = await testDatabase()
    await using copy = await copyWithClients()
    await copy.replace(`scripts/${verb}.ts`, 'const stop = stopSignal', "process.kill(0, 'SIGINT')\n    const stop = stopSignal")
    const { child, faults } = start(copy.path, database.url)

    const [code] = await once(child, 'close')

    expect({ code, faults: faults() }).toEqual({ code: 0, faults: expect.not.stringContaining('ended with') })
  })
})
