import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { guardFolder } from './guard.ts'

const guardUrl = new URL('guard.ts', import.meta.url).href

/** Resolves when the folder is gone. */
async function removal(folder: string): Promise<void> {
  const watcher = watch(tmpdir())
  try {
    while (existsSync(folder)) await once(watcher, 'change')
  } finally {
    watcher.close()
  }
}

describe('guardFolder', () => {
  it('removes the folder when it is released', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guard-'))

    await guardFolder(folder).release()

    expect(existsSync(folder)).toBe(false)
  })

  it.each(['SIGINT', 'SIGKILL'] as const)('ends the groups and removes the folder when its owner ends by %s', async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'guard-'))
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    // The watched process holds a connection, which ends only with it.
    const owner = `
      import { spawn } from 'node:child_process'
      import { guardFolder } from '${guardUrl}'
      const guard = guardFolder('${folder}')
      const child = spawn('bash', ['-c', 'sleep 1000 <> /dev/tcp/127.0.0.1/${port}'], { detached: true, stdio: 'ignore' })
      guard.watch(child.pid)
      console.log('watched')
      setInterval(() => {}, 1000)
    `
    const owned = spawn(process.execPath, ['--input-type=module-typescript', '--eval', owner], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [[socket]] = await Promise.all([once(server, 'connection') as Promise<[Socket]>, once(owned.stdout, 'data')])
    const closed = once(socket.resume(), 'close')

    owned.kill(signal)
    await Promise.all([closed, removal(folder)])
    server.close()

    expect(existsSync(folder)).toBe(false)
  })
})
