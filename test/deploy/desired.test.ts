import { describe, expect, it } from 'vitest'
import { readRelease } from '../../scripts/deploy/desired.ts'

describe('readRelease', () => {
  it('resolves the clients of a commit for an environment', async () => {
    const release = await readRelease({ root: process.cwd(), ref: 'HEAD', environment: 'production' })

    expect(release).toMatchObject({ ok: true, value: { id: expect.stringMatching(/^[0-9a-f]{12}-[0-9a-f]{12}$/) } })
  })

  it.each(['staging', 'production'] as const)('takes nothing but a commit to %s', async (environment) => {
    await expect(readRelease({ root: process.cwd(), ref: 'worktree', environment })).rejects.toThrow('worktree is for local alone')
  })
})
