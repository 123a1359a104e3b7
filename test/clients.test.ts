import { describe, expect, it } from 'vitest'
import { checkClients } from '../scripts/config/check.ts'
import { listClientFiles, readClientFiles } from '../scripts/config/read.ts'
import { mappingsCanBeCompiled } from '../scripts/mapping-rule.ts'

const files = await listClientFiles('.')

describe('client files', () => {
  it.each(files)('%s has no problem', async (file) => {
    const checked = checkClients(await readClientFiles('.', [file]), [mappingsCanBeCompiled])

    expect(checked.ok ? [] : checked.problems).toEqual([])
  })
})
