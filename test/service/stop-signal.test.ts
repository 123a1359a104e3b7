import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { stopSignal } from '../../scripts/service/stop-signal.ts'

const service = `
  import { aborted, stopSignal } from ${JSON.stringify(resolve('scripts/service/stop-signal.ts'))}
  const alive = setInterval(() => {}, 60_000)
  const stop = stopSignal(process, process.env)
  console.log(process.pid)
  await aborted(stop)
  clearInterval(alive)
  console.log('stopped')
`

interface Started {
  readonly child: ChildProcess
  readonly pid: number
  /** All that it said, once nobody is left who could say more. */
  readonly said: Promise<string>
}

/** Starts the service as npm does: a shell stands between, and waits for it. */
async function startBehindShell(variables: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn('sh', ['-c', '"$0" --input-type=module -e "$1"; exit', process.execPath, service], {
    env: { PATH: process.env.PATH, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await once(child.stdout!, 'data')
  return { child, pid: Number.parseInt(text, 10), said: once(child.stdout!, 'close').then(() => text) }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('stopSignal', () => {
  it('ends what npm started when the shell between is told to end', async () => {
    const { child, pid, said } = await startBehindShell({ npm_lifecycle_event: 'work' })

    child.kill('SIGTERM')

    expect(await said).toBe(`${pid}\nstopped\n`)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends at %s, whoever started it', async (signal) => {
    const { pid, said } = await startBehindShell({})

    process.kill(pid, signal)

    expect(await said).toBe(`${pid}\nstopped\n`)
  })

  it.each([
    { starter: 'a person', variables: {}, isStopped: false },
    { starter: 'npm', variables: { npm_lifecycle_event: 'work' }, isStopped: true },
  ])('takes the end of its parent for a word to end where $starter started it: $isStopped', ({ variables, isStopped }) => {
    vi.useFakeTimers()
    const asked = { ppid: 7, once() {} }
    const signal = stopSignal(asked, variables)

    asked.ppid = 1
    vi.advanceTimersByTime(60_000)

    expect(signal.aborted).toBe(isStopped)
  })
})
