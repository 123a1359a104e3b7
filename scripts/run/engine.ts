import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

const scripts = new URL('../', import.meta.url)

// All that stands between bytes and postings, besides what is written in client files.
const folders = ['source/', 'mapping/', 'quality/', 'model/'] as const

/**
 * A fingerprint (SHA-256, hex) of the code that makes postings of bytes, with the packages that it uses. Bytes that were read by another engine are
 * mapped anew, so that a mended sanitiser reaches the postings of feeds that do not change. Read once, when a process starts.
 */
export async function readEngine(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of folders) {
    for (const name of (await readdir(new URL(folder, scripts))).filter((file) => file.endsWith('.ts')).sort()) {
      hash.update(`${folder}${name}\0`).update(await readFile(new URL(`${folder}${name}`, scripts)))
    }
  }
  const { dependencies } = JSON.parse(await readFile(new URL('../package.json', scripts), 'utf8')) as { readonly dependencies: object }
  return hash.update(JSON.stringify(dependencies)).digest('hex')
}
