import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What each folder may import besides itself, as scripts/README.md says it. `shared` are the files directly in scripts/ that are no verbs. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  shared: ['model'],
  config: ['shared', 'model'],
  source: ['shared', 'model'],
  mapping: ['shared', 'model'],
  quality: ['shared', 'model'],
  store: ['shared', 'model'],
  page: ['shared', 'model'],
  terminal: ['shared', 'model'],
  process: ['shared', 'model'],
  run: ['shared', 'model', 'source', 'mapping', 'quality', 'store', 'page'],
  service: ['shared', 'model', 'store', 'page', 'run'],
  preview: ['shared', 'model', 'source', 'mapping', 'quality', 'store', 'run', 'terminal'],
  sample: ['shared', 'model', 'config', 'source', 'mapping', 'preview'],
  clients: ['shared', 'model', 'config', 'mapping', 'preview', 'sample', 'process', 'terminal'],
  deploy: ['shared', 'model', 'config', 'store', 'run'],
  github: ['shared', 'model', 'deploy', 'run', 'process'],
  bench: ['shared', 'model', 'config', 'source', 'mapping', 'store', 'run', 'service'],
}

/** Files of scripts/ that are neither a verb nor in a folder: few, small, and of use to nearly every folder. */
const shared = ['canonical', 'errors', 'main', 'package-scripts', 'suggest', 'temporary-folder', 'timezone'].map(
  (name) => `scripts/${name}.ts`,
)

/** Files outside the verbs that are processes or threads of their own, and read what they are started with. */
const programs = [
  'scripts/main.ts',
  'scripts/clients/settle-variables.ts',
  'scripts/store/keeper.ts',
  'scripts/bench/measure.ts',
  'scripts/bench/parse-floor.ts',
]

/** Words that DESIGN gave up for others: one word, one meaning. In names and comments alike. */
const wordsGivenUp = ['tenant', 'fixture', 'dry run', 'dryRun', 'rollout', 'vacancy', 'vacancies', 'converter', 'error code', 'errorCode']

/** Names that say less than they should: a queue job is none of a workflow, `environment` has one meaning, and its variables are `variables`. */
const namesGivenUp = ['jobs?', 'env', 'utils?', 'helpers?', 'stuff', 'tmp']

const root = 'scripts'
const files = globSync(`${root}/**/*.ts`).map((file) => file.replaceAll('\\', '/'))
const textOf = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const verbs = new Set(
  Object.values<string>(JSON.parse(readFileSync('package.json', 'utf8')).scripts).flatMap(
    (script) => /scripts\/[a-z-]+\.ts/.exec(script)?.[0] ?? [],
  ),
)
const nouns = files.filter((file) => !verbs.has(file))
const folderOf = (file: string) => (dirname(file) === root ? 'shared' : relative(root, file).split(/[\\/]/)[0]!)
const imports = (file: string) =>
  [...textOf.get(file)!.matchAll(/(?:from|import|new URL)\s*\(?\s*'(?<target>[^']+)'/g)].map((found) => found.groups!.target!)
const ownImports = (file: string) =>
  imports(file)
    .filter((target) => target.startsWith('.') && target.endsWith('.ts'))
    .map((target) => join(dirname(file), target).replaceAll('\\', '/'))

/** The code alone: what strings, templates and comments say is another's words. */
const codeOf = (file: string) =>
  textOf.get(file)!.replaceAll(/\/\*.*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/gs, "''")

describe('import direction', () => {
  it.each(nouns)('%s', (file) => {
    const folder = folderOf(file)
    const targets = ownImports(file)

    const forbidden = targets.filter((target) => folderOf(target) !== folder && !mayImport[folder]?.includes(folderOf(target)))
    const verbsImported = targets.filter((target) => verbs.has(target))

    expect({ forbidden, verbsImported }).toEqual({ forbidden: [], verbsImported: [] })
  })

  it('lets no verb import another', () => {
    expect([...verbs].filter((verb) => ownImports(verb).some((target) => verbs.has(target)))).toEqual([])
  })

  it('goes one way: no two folders may import each other, however far around', () => {
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (mayImport[from] ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))))

    expect(Object.keys(mayImport).filter((folder) => reaches(folder, folder))).toEqual([])
  })

  it('lets only scripts/github and verbs reach GitHub', () => {
    const reaching = nouns.filter(
      (file) =>
        folderOf(file) !== 'github' &&
        imports(file).some((target) => /^@(?:actions|octokit)\//.test(target) || /(?:^|\/)github\//.test(target)),
    )

    expect(reaching).toEqual([])
  })

  it('is what scripts/README.md says', () => {
    const rows = readFileSync('scripts/README.md', 'utf8').matchAll(/^\| `(?<folder>\w+)` \| .* \| (?<may>[^|]*) \|$/gm)
    const said = Object.fromEntries([...rows].map(({ groups }) => [groups!.folder, groups!.may!.split(', ').sort()]))

    const held = Object.entries(mayImport)
      .filter(([folder]) => folder !== 'shared')
      .map(([folder, may]) => [folder, may.length === 0 ? ['nothing'] : may.filter((target) => target !== 'shared').sort()])

    expect(said).toEqual(Object.fromEntries(held))
  })
})

describe('house rules', () => {
  it('has verbs as files, nouns as folders, and few files that all share', () => {
    const folders = [...new Set(nouns.map(folderOf))]

    expect(nouns.filter((file) => folderOf(file) === 'shared').sort()).toEqual(shared)
    expect(folders.filter((folder) => mayImport[folder] === undefined)).toEqual([])
    expect([...verbs].filter((verb) => !files.includes(verb))).toEqual([])
  })

  it.each(files)('%s keeps to the words, has no default export and no barrel', (file) => {
    const text = textOf.get(file)!

    const words = wordsGivenUp.filter((word) => new RegExp(`\\b${word}`, 'i').test(text))
    // A key of an object is often another's: `env:` of a child process, `job` of a table.
    const names = namesGivenUp.filter((name) => new RegExp(`(?<![.\\w$])(?:${name})(?![\\w$]|\\??:)`).test(codeOf(file)))

    expect({ words, names }).toEqual({ words: [], names: [] })
    expect(text).not.toMatch(/^export default/m)
    expect(text).not.toMatch(/^export \* from/m)
  })

  it('has files of a size that can be read at once', () => {
    // The longest is generated from the schema, and as long as that.
    const written = [...files, ...globSync('test/**/*.ts')].filter((file) => !file.endsWith('/model/client.ts'))

    expect(written.filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > 250)).toEqual([])
  })

  it('reads arguments, environment variables and exit codes in verbs alone', () => {
    const reading = nouns.filter((file) => !programs.includes(file) && /\bprocess\.(?:env|argv|exitCode|exit|cwd)\b/.test(codeOf(file)))

    expect(reading).toEqual([])
  })

  it('reads the clock in verbs alone, in programs where they begin, and where time is what is measured', () => {
    const clock = /\b(?:Date\.now|new Date\(\)|performance\.now)/
    const reading = nouns.filter((file) => folderOf(file) !== 'bench' && !programs.includes(file) && clock.test(codeOf(file)))

    // Both take the time that they are given, and the clock's where none is: no verb has another to give.
    expect(reading.sort()).toEqual(['scripts/source/http.ts', 'scripts/terminal/progress.ts'])
  })

  it('has a doc comment on everything that is exported', () => {
    const bare = nouns.flatMap((file) =>
      [...textOf.get(file)!.matchAll(/(?<before>.*)\n^export (?:async )?(?:abstract )?(?:function\*?|class|interface|type) (?<name>\w+)/gm)]
        .filter(({ groups }) => !groups!.before!.endsWith('*/'))
        .map(({ groups }) => `${file} ${groups!.name}`),
    )

    expect(bare).toEqual([])
  })

  it('exports no value that nobody imports', () => {
    const texts = [...files, ...globSync('test/**/*.ts')].map((file) => readFileSync(file, 'utf8')).join('\n')
    const lists = texts.matchAll(/^import \{(?<names>[^}]*)\} from '[^']*?(?<file>[\w-]+\.ts)'/gm)
    const lazy = texts.matchAll(/import\('[^']*?(?<file>[\w-]+\.ts)'\)\)\.(?<names>\w+)/g)
    const imported = new Set(
      [...lists, ...lazy].flatMap(({ groups }) =>
        groups!.names!.split(',').map((name) => `${groups!.file} ${name.trim().split(' as ')[0]}`),
      ),
    )

    const exported = nouns.flatMap((file) =>
      [...textOf.get(file)!.matchAll(/^export (?:async )?(?:function\*?|class|const) (?<name>\w+)/gm)].map(
        ({ groups }) => `${basename(file)} ${groups!.name}`,
      ),
    )

    expect(exported.filter((value) => !imported.has(value))).toEqual([])
  })

  it('never mocks a module', () => {
    const mocking = globSync('test/**/*.ts').filter(
      (file) => !file.endsWith('architecture.test.ts') && /\bvi\.(?:do)?mock\(/i.test(readFileSync(file, 'utf8')),
    )

    expect(mocking).toEqual([])
  })
})
