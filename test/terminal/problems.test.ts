import { describe, expect, it } from 'vitest'
import { renderProblems } from '../../scripts/terminal/problems.ts'

describe('renderProblems', () => {
  it('steers no terminal and begins no line with what a file or its name has', () => {
    const hostile = 'x\u001b[2J\n::error::x\u202e'
    const problem = { file: `clients/${hostile}.yaml`, line: 1, column: 1, path: [hostile], rule: 'id', found: hostile, expected: 'an id' }

    const text = renderProblems([{ ...problem, message: hostile, fix: hostile }])

    expect(text).not.toMatch(/\p{Bidi_Control}|^\s*::/mu)
    // A terminal has colours of ours.
    expect(text).not.toContain('\u001b[2J')
    expect(text.split('\n')).toHaveLength(4)
  })
})
