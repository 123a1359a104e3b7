import { describe, expect, it } from 'vitest'
import { withoutMarkdown } from './narrator.ts'

describe('withoutMarkdown', () => {
  it.each([
    ['- rosa was never asked before.', 'rosa was never asked before.'],
    ['**acme/jobs**: 12 postings', 'acme/jobs: 12 postings'],
    ['@dan: `/sign-off` has no effect', '@dan: /sign-off has no effect'],
    ['- `` ` `` and ``a`b`` are quoted', '` and a`b are quoted'],
    ['remote: error: GH006: Protected branch update failed', 'remote: error: GH006: Protected branch update failed'],
  ])('shows %s as %s', (line, shown) => {
    expect(withoutMarkdown(line)).toBe(shown)
  })
})
