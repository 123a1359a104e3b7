import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeOptions, verbCommand } from '../../scripts/service/verb-command.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'

describe('verbCommand', () => {
  it('reads how the product in a folder starts a verb', async () => {
    await using folder = await openTemporaryFolder('verb-command')
    await mkdir(join(folder.path, 'product'))
    await writeFile(join(folder.path, 'product', 'package.json'), '{ "scripts": { "work": "node --some-option=1 scripts/work.ts" } }')

    const words = verbCommand('work', join(folder.path, 'product'))

    expect(words).toEqual(['--some-option=1', 'scripts/work.ts'])
  })

  it.each(['nothing', 'types'])('refuses %s, which is no verb of ours', (name) => {
    expect(() => verbCommand(name)).toThrow(`package.json in . starts no verb "${name}"`)
  })
})

describe('nodeOptions', () => {
  it('are the same wherever feeds are run', () => {
    const options = nodeOptions('work')

    expect(options).toContain('--memory-saver-mode')
    expect(nodeOptions('import')).toEqual(options)
  })
})
