import { describe, expect, it } from 'vitest'
import { measureValidate } from '../../scripts/bench/validate.ts'
import { openTemporaryFolder } from '../../scripts/temporary-folder.ts'

describe('measureValidate', () => {
  it('measures client files of its own of every format, in which validate finds no problem', async () => {
    await using folder = await openTemporaryFolder('bench-validate')

    const figures = await measureValidate(folder.path, 3, 1)

    expect(figures).toMatchObject({ files: 3 })
  })
})
