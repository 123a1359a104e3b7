import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { takeLock } from '../../scripts/store/lock.ts'
import { unpackChromium } from './packaged-chromium.ts'

// In the checkout and not among the system's temporary files: what a killed run leaves is found by the next one.
const cache = fileURLToPath(new URL('../../.local/browser', import.meta.url))
const runPrefix = 'run-'
// A folder younger than this may belong to a run that has not locked it yet.
const settledAfterMs = 60_000

/** Host names that exist for one browser, each with the port of 127.0.0.1 that answers for it, whatever port is asked for. */
export type Hosts = Readonly<Record<string, number>>

const commonOptions = {
  args: ['--disable-domain-reliability', '--no-pings', '--disable-gpu', '--font-render-hinting=none'],
} satisfies LaunchOptions

const channels = ['chrome', 'msedge'] as const
const isPackaged = process.platform === 'linux' && process.arch === 'x64'
const installed = isPackaged ? undefined : await findInstalled()

/** Whether this machine has a browser: `describe.skipIf(!hasBrowser)`. On Linux/x64 npm brings one; elsewhere Chrome or Edge must be installed. */
export const hasBrowser = isPackaged || installed !== undefined

/** A headless Chromium, the only one of its caller. */
export type TestBrowser = Pick<Browser, 'newContext' | 'newPage' | 'version'> & AsyncDisposable

/** Opens a browser that leaves neither process nor file: `await using browser = await openBrowser()`. Measured: 0.1 s, the first time 3 s. */
export async function openBrowser(hosts: Hosts = {}): Promise<TestBrowser> {
  await mkdir(cache, { recursive: true })
  await sweepRuns(Date.now())
  const folder = await mkdtemp(join(cache, runPrefix))
  const lock = takeLock(join(folder, 'lock'))
  const browser = await launch(folder, hosts)
  return {
    newContext: (options) => browser.newContext(options),
    newPage: (options) => browser.newPage(options),
    version: () => browser.version(),
    async [Symbol.asyncDispose]() {
      await browser.close()
      lock?.release()
      await rm(folder, { recursive: true, maxRetries: 5 })
    },
  }
}

async function launch(folder: string, hosts: Hosts): Promise<Browser> {
  const options = { args: [...commonOptions.args, resolverRules(hosts)], artifactsDir: folder }
  // Playwright makes the browser's profile where this process has its temporary files, which is decided while it launches.
  const { TMPDIR } = process.env
  process.env.TMPDIR = folder
  try {
    if (!isPackaged) return await chromium.launch({ ...options, ...(installed === undefined ? {} : { channel: installed }) })
    const { executablePath, environment } = await unpackChromium(cache)
    // Nothing of the user's own: a home that is not writable, a proxy, a font.
    return await chromium.launch({ ...options, executablePath, env: { ...environment, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' } })
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}

/** Tests are about our own servers: no other host exists, whatever the browser would like to look up. */
function resolverRules(hosts: Hosts): string {
  const known = Object.entries(hosts).map(([host, port]) => `MAP ${host} 127.0.0.1:${port}`)
  return `--host-resolver-rules=${[...known, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', 'EXCLUDE localhost'].join(', ')}`
}

async function findInstalled(): Promise<(typeof channels)[number] | undefined> {
  for (const channel of channels) {
    try {
      const browser = await chromium.launch({ channel })
      await browser.close()
      return channel
    } catch {
      // There is no other way to ask Playwright whether a channel is installed.
    }
  }
  return undefined
}

/** Removes what killed runs have left; their browsers ended with them. */
async function sweepRuns(now: number): Promise<void> {
  for (const name of await readdir(cache)) {
    const folder = join(cache, name)
    const found = name.startsWith(runPrefix) ? await lstat(folder).catch(() => undefined) : undefined
    if (found === undefined || now - found.mtimeMs < settledAfterMs) continue
    const lock = takeLock(join(folder, 'lock'))
    lock?.release()
    if (lock !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
