import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What each folder may import besides itself. `.` is the files directly in scripts/ that are not verbs. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  config: ['.', 'model'],
  source: ['.', 'model'],
  mapping: ['.', 'model'],
  quality: ['.', 'model'],
  store: ['.', 'model'],
  page: ['.', 'model'],
  terminal: ['.', 'model'],
  run: ['.', 'model', 'source', 'mapping', 'quality', 'store', 'page', 'terminal'],
  preview: ['.', 'model', 'source', 'sample', 'run'],
  sample: ['.', 'model', 'config', 'source', 'mapping', 'run'],
  clients: ['.', 'model', 'config', 'mapping', 'sample', 'run', 'process', 'terminal'],
  deploy: ['.', 'model', 'config', 'store', 'run'],
  process: ['.', 'model'],
  github: ['.', 'model', 'deploy', 'run', 'process'],
  service: ['.', 'model', 'store', 'page'],
  bench: ['.', 'model', 'source', 'mapping', 'store', 'run', 'config', 'service'],
}

/** Words that DESIGN gave up for others: one word, one meaning. In code (names and comments), not in the client's own field names. */
const wordsGivenUp = ['tenant', 'fixture', 'dry run', 'dryRun', 'rollout', 'vacancy']

const root = 'scripts'
const files = globSync(`${root}/**/*.ts`).map((file) => file.replaceAll('\\', '/'))
const folderOf = (file: string) => (dirname(file) === root ? '.' : relative(root, file).split(/[\\/]/)[0]!)
const verbs = new Set(
  Object.values<string>(JSON.parse(readFileSync('package.json', 'utf8')).scripts).flatMap(
    (script) => /scripts\/[a-z-]+\.ts/.exec(script)?.[0] ?? [],
  ),
)
const imports = (text: string) => [...text.matchAll(/(?:from|import)\s*\(?\s*'(?<target>[^']+)'/g)].map((found) => found.groups!.target!)

describe('import direction', () => {
  it.each(files.filter((file) => folderOf(file) !== '.'))('%s', (file) => {
    const folder = folderOf(file)
    const targets = imports(readFileSync(file, 'utf8'))
      .filter((target) => target.startsWith('.'))
      .map((target) => join(dirname(file), target).replaceAll('\\', '/'))

    const forbidden = targets.filter((target) => folderOf(target) !== folder && !mayImport[folder]?.includes(folderOf(target)))
    const verbsImported = targets.filter((target) => verbs.has(target))

    expect({ forbidden, verbsImported }).toEqual({ forbidden: [], verbsImported: [] })
  })

  it('lets only scripts/github and entry files reach GitHub', () => {
    const reaching = files.filter(
      (file) =>
        folderOf(file) !== 'github' &&
        !verbs.has(file) &&
        imports(readFileSync(file, 'utf8')).some((target) => target.startsWith('@actions/') || target.startsWith('@octokit/')),
    )

    expect(reaching).toEqual([])
  })

  it('sees every folder', () => {
    expect([...new Set(files.map(folderOf))].filter((folder) => folder !== '.' && mayImport[folder] === undefined)).toEqual([])
  })
})

describe('house rules', () => {
  it.each(files)('%s keeps to the words, has no default export, no barrel and no mock', (file) => {
    const text = readFileSync(file, 'utf8')

    const words = wordsGivenUp.filter((word) => new RegExp(`\\b${word}`, 'i').test(text))

    expect(words).toEqual([])
    expect(text).not.toMatch(/^export default/m)
    expect(text).not.toMatch(/^export \* from/m)
  })

  it('never mocks a module', () => {
    const mocking = globSync('test/**/*.ts').filter(
      (file) => !file.endsWith('architecture.test.ts') && /\bvi\.(?:do)?mock\(/i.test(readFileSync(file, 'utf8')),
    )

    expect(mocking).toEqual([])
  })

  it('has a file for every verb', () => {
    expect([...verbs].filter((verb) => !files.includes(verb))).toEqual([])
  })
})
