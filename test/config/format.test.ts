import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { parse, parseDocument, stringify, visit } from 'yaml'
import { formatText } from '../../scripts/config/format.ts'

const untidy = `# one
name:   'Acme'   # two
page:
    language:   fr
    title: 'It''s "Acme"'
feeds: {jobs: {ignore: [a,b  ,c], schedule: { cron: "1 1 * * *" }, source: { http: { url: https://feeds.acme.example/a/rather/long/address.xml } } } }

# three
environments:
- x
-   {}
`

const tidy = `# one
name: "Acme" # two
page:
  language: fr
  title: 'It''s "Acme"'
feeds:
  jobs:
    ignore: [a, b, c]
    schedule: { cron: "1 1 * * *" }
    source: { http: { url: https://feeds.acme.example/a/rather/long/address.xml } }

# three
environments:
  - x
  - {}
`

describe('formatText', () => {
  it('lays a text out in the canonical way', () => {
    expect(formatText(untidy)).toEqual({ ok: true, text: tidy })
  })

  it('leaves what is canonical', () => {
    expect(formatText(tidy)).toEqual({ ok: true, text: tidy })
  })

  it.each([
    ['a byte order mark', `\uFEFFa: 1\n`, 'a: 1\n'],
    ['line ends of Windows', 'a: 1\r\n# b\r\nc: 2', 'a: 1\n# b\nc: 2\n'],
    ['comments in braces', 'a: { b: 1, # why\n  c: 2 }\n', 'a:\n  b: 1 # why\n  c: 2\n'],
    ['a long text', `a: "${'word '.repeat(60)}"\n`, `a: "${'word '.repeat(60)}"\n`],
    ['anchors', 'a: &x {b: 1}\nc: *x\n', 'a: &x { b: 1 }\nc: *x\n'],
    ['text in lines', 'a: |\n    one\n    two\n', 'a: |\n  one\n  two\n'],
    ['brackets in text', "a: ['[ x ]',  y]\n", 'a: ["[ x ]", y]\n'],
  ])('keeps the meaning of %s', (_, text, formatted) => {
    expect(formatText(text)).toEqual({ ok: true, text: formatted })
  })

  it.each([
    ['what is no YAML', 'a: [', /not YAML/],
    ['nothing', '# to be written\n', /nothing is written/],
    ['aliases that multiply', `a: &a [x]\nb: [${'*a, '.repeat(200)}]`, /aliases/],
    ['3,000 levels', '['.repeat(3000) + ']'.repeat(3000), /not YAML|nested/],
  ])('leaves %s alone', (_, text, reason) => {
    expect(formatText(text)).toEqual({ ok: false, reason: expect.stringMatching(reason) })
  })

  it('never changes a value, and is the same when done twice', () => {
    const word = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.constantFrom('no', '1', '~', 'a: b', '# x', '- x', "it's", '"q"', '{', ' ', 'é\u2028'),
    )
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(word, tie('node'), { maxKeys: 4 }),
      ),
    })).node
    fc.assert(
      fc.property(
        fc.dictionary(word, value, { minKeys: 1 }),
        fc.infiniteStream(fc.nat(4)),
        fc.integer({ min: 2, max: 7 }),
        (content, choices, indent) => {
          const document = parseDocument(stringify(content))
          const quotes = ['QUOTE_SINGLE', 'QUOTE_DOUBLE'] as const
          visit(document, {
            Collection: (_, node) => {
              node.flow = choices.next().value === 0
            },
            Scalar: (_, node) => {
              node.type = quotes[choices.next().value] ?? 'PLAIN'
            },
          })
          const text = document.toString({ indent, lineWidth: 60 })

          const once = formatText(text)

          expect(once).toMatchObject({ ok: true })
          if (!once.ok) return
          expect(parse(once.text)).toEqual(parse(text))
          expect(formatText(once.text)).toEqual(once)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe.each([
  ['format', untidy, tidy],
  [
    'upgrade',
    'feeds: { a: { mapping: { id: { from: b, replace: [{ text: c, by: d }] } } } }\n',
    'version: 2\nfeeds: { a: { mapping: { id: { from: b, replace: [{ find: c, by: d }] } } } }\n',
  ],
])('npm run %s', (verb, before, after) => {
  const home = mkdtemp(join(tmpdir(), 'rewrite-'))
  afterAll(async () => rm(await home, { recursive: true }))

  async function run(...words: string[]): Promise<{ code: number; stdout: string; text: string; names: string[] }> {
    const root = await home
    const { code, stdout } = await new Promise<{ code: number; stdout: string }>((end) =>
      execFile(process.execPath, [resolve(`scripts/${verb}.ts`), ...words], { cwd: root }, (error, stdout) =>
        end({ code: error === null ? 0 : Number(error.code), stdout }),
      ),
    )
    return { code, stdout, text: await readFile(join(root, 'clients/acme.yaml'), 'utf8'), names: await readdir(join(root, 'clients')) }
  }

  it('lists with --check, changes, and then finds nothing to do', async () => {
    await mkdir(join(await home, 'clients'), { recursive: true })
    await writeFile(join(await home, 'clients/acme.yaml'), before)

    const checked = await run('--check')
    const changed = await run('acme')
    const again = await run('--check', '--json')

    expect([checked.code, checked.text, changed.code, changed.text, again.code]).toEqual([1, before, 0, after, 0])
    expect(checked.stdout).toContain('clients/acme.yaml would be')
    expect(changed.stdout).toContain('1 client file: 1 ')
    expect(changed.names).toEqual(['acme.yaml'])
    expect(JSON.parse(again.stdout)).toEqual([{ file: 'clients/acme.yaml', kind: 'same' }])
  })

  it('ends with 1 and says why where it must leave a file alone', async () => {
    await mkdir(join(await home, 'clients'), { recursive: true })
    await writeFile(join(await home, 'clients/acme.yaml'), 'feeds:\n\tjobs: {}\n')

    const { code, stdout, text } = await run('acme')

    expect({ code, text }).toEqual({ code: 1, text: 'feeds:\n\tjobs: {}\n' })
    expect(stdout).toMatch(/^clients\/acme.yaml left alone: 2:1 tabs are not allowed/)
  })
})
