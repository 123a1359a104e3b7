import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

const program = new URL('../../', import.meta.url)

// All that stands between bytes and postings, besides what is written in client files.
const folders = ['source', 'mapping', 'quality', 'model'] as const

// Where records become postings, and with what it imports, rows of the store.
const mappingFile = 'scripts/run/map-records.ts'

/**
 * Tells one engine from another: SHA-256 (hex) of the code that makes postings of bytes, with all that it imports of ours and the packages that it
 * uses. Bytes that were read by another engine are mapped anew, so that a mended sanitiser reaches the postings of feeds that do not change. Read
 * once, when a process starts; `root` is that of a checkout of this program.
 */
export async function readEngine(root = program): Promise<string> {
  const hash = createHash('sha256')
  const files = await readEngineFiles(root)
  for (const [file, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${file}\0${text}\0`)
  const { dependencies } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as { readonly dependencies: object }
  return hash.update(JSON.stringify(dependencies)).digest('hex')
}

/** The files of the engine with their texts, by their paths from the root: those of its folders, and whatever these import, in turn. */
export async function readEngineFiles(root = program): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  const open = [mappingFile, ...(await Promise.all(folders.map((folder) => listFolder(root, `scripts/${folder}`)))).flat()]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (texts.has(file)) continue
    const text = await readFile(new URL(file, root), 'utf8')
    texts.set(file, text)
    open.push(...importsIn(text, file))
  }
  return texts
}

async function listFolder(root: URL, folder: string): Promise<string[]> {
  const names = await readdir(new URL(folder, root))
  return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`)
}

/** The files of ours that a file names: what it imports or exports from, and what it opens beside itself. */
function importsIn(text: string, file: string): string[] {
  const named = text.matchAll(/(?:\bfrom|\bimport|\bnew URL)\s*\(?\s*'(?<path>\.{1,2}\/[^']+\.(?:ts|json))'/g)
  return [...named].map(({ groups }) => new URL(groups!.path!, `file:///${file}`).pathname.slice(1))
}
