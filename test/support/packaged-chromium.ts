import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { takeLock } from '../../scripts/store/lock.ts'

/** A Chromium from npm, unpacked: where it is, and the environment variables with which it finds its libraries and fonts. */
export interface PackagedChromium {
  readonly executablePath: string
  readonly environment: Readonly<Record<string, string>>
}

const runFile = promisify(execFile)
const unpacker = fileURLToPath(new URL('unpack-chromium.ts', import.meta.url))
// al2023 holds NSS, which a bare Linux lacks; a page is drawn without the swiftshader archive.
const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']
const unpackPollMs = 50

/**
 * Unpacks the browser of @sparticuz/chromium below `cache`, once for each version of it. The package itself would use /tmp/chromium,
 * whoever put that there. Measured: 170 MB, 2.5 s.
 */
export async function unpackChromium(cache: string): Promise<PackagedChromium> {
  const source = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))))
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string }
  const folder = join(cache, `chromium-${version}`)
  await mkdir(cache, { recursive: true })
  while (!existsSync(folder)) {
    const lock = takeLock(join(cache, 'unpack.lock'))
    if (lock === undefined) {
      await wait(unpackPollMs)
      continue
    }
    try {
      if (!existsSync(folder)) await unpack(join(source, 'bin'), folder)
    } finally {
      lock.release()
    }
  }
  return {
    executablePath: join(folder, 'chromium'),
    environment: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

async function unpack(source: string, target: string): Promise<void> {
  const unfinished = `${target}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished)
  const files = archives.map((name) => join(source, name))
  await runFile(process.execPath, [unpacker, ...files], { env: { TMPDIR: unfinished } })
  await writeFile(join(unfinished, 'fonts.conf'), fontsConfiguration(join(target, 'fonts'), join(target, 'fonts-cache')))
  await rename(unfinished, target)
}

/** The package's own fonts and no others, so that a page looks the same on every machine. */
function fontsConfiguration(fonts: string, cache: string): string {
  const inXml = (path: string) => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${inXml(fonts)}</dir><cachedir>${inXml(cache)}</cachedir></fontconfig>
`
}
