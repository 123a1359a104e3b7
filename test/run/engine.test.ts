import { globSync, readFileSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readEngine, readEngineFiles } from '../../scripts/run/engine.ts'
import { type ProgramCopy, programCopy } from '../support/program-copy.ts'

const rootOf = ({ path }: ProgramCopy) => pathToFileURL(`${path}/`)

describe('readEngineFiles', () => {
  it('has every file of the engine’s folders, and every file of ours that one of them names', async () => {
    const files = [...(await readEngineFiles()).keys()]

    const named = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/'(?<path>\.{1,2}\/[^'\s]+)'/g)].map(({ groups }) => join(dirname(file), groups!.path!)),
    )
    expect(files).toEqual(expect.arrayContaining(globSync('scripts/{source,mapping,quality,model}/*.ts')))
    expect(files).toContain('scripts/errors.ts')
    expect(named.filter((file) => !files.includes(file))).toEqual([])
  })
})

describe('readEngine', () => {
  it.each(['scripts/mapping/html.ts', 'scripts/source/decode.ts', 'scripts/errors.ts', 'scripts/store/posting-json.ts'])(
    'changes with %s',
    async (file) => {
      await using copy = await programCopy()
      const before = await readEngine(rootOf(copy))

      await appendFile(join(copy.path, file), '\n')

      expect(await readEngine(rootOf(copy))).not.toBe(before)
    },
  )

  it('changes with a file that the engine begins to import, and with what that imports', async () => {
    await using copy = await programCopy()
    await appendFile(join(copy.path, 'scripts/mapping/html.ts'), "\nimport { hashOf } from '../canonical.ts'\n")
    await appendFile(join(copy.path, 'scripts/canonical.ts'), "\nexport { nearest } from './suggest.ts'\n")
    const before = await readEngine(rootOf(copy))

    await appendFile(join(copy.path, 'scripts/suggest.ts'), '\n')

    expect(await readEngine(rootOf(copy))).not.toBe(before)
  })

  it('changes with a package', async () => {
    await using copy = await programCopy()
    const before = await readEngine(rootOf(copy))

    await copy.replace('package.json', '"luxon": "', '"luxon": "9')

    expect(await readEngine(rootOf(copy))).not.toBe(before)
  })

  it('is the same for what makes no postings, and wherever the program lies', async () => {
    await using copy = await programCopy()

    await appendFile(join(copy.path, 'scripts/page/paging.ts'), '\n')

    expect(await readEngine(rootOf(copy))).toBe(await readEngine())
  })
})
