import { describe, expect, it } from 'vitest'
import { checkPattern, compilePattern } from '../../scripts/mapping/pattern.ts'

describe('compilePattern', () => {
  it.each(['^(a+)+$', '(a|aa)+$', '(?:a*)*b', '(a?){60}a{60}$'])('takes linear time with %s, whatever the text', (pattern) => {
    const compiled = compilePattern(pattern)
    const text = `${'a'.repeat(20_000)}!`

    // JavaScript's own engine would still be busy when the sun goes out.
    expect(compiled.find(text)).toBeUndefined()
  })

  it('leaves what lies beyond the first 250,000 characters as it is', () => {
    const compiled = compilePattern('x')

    const replaced = compiled.replaceAll('x'.repeat(250_002), 'y')

    expect(replaced).toBe(`${'y'.repeat(250_000)}xx`)
  })
})

describe('checkPattern', () => {
  it.each(['a(b)?', '(?i)a', '\\p{L}+', '\\bx\\b'])('takes %s', (pattern) => {
    expect(checkPattern(pattern, '$0')).toBeUndefined()
  })

  it.each(['(', '(?=a)', '(?<!a)b', '(a)\\1', 'a{2000}'])('refuses %s', (pattern) => {
    expect(checkPattern(pattern)).toMatchObject({
      found: JSON.stringify(pattern),
      message: expect.stringContaining('error parsing regexp'),
    })
  })

  it('refuses a replacement with a group that is none', () => {
    expect(checkPattern('(a)', '$1 $2')).toMatchObject({
      found: '"$2"',
      expected: '$0 to $1',
      message: '"$2" is no group of "(a)", which has 1',
    })
  })
})
