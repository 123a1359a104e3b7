/**
 * Whether a name matches one of GitHub's filter patterns: `*` stops at a slash, `**` does not, `?` `+` `[]` as in the
 * "Filter pattern cheat sheet"; a pattern with `!` takes back what an earlier one gave. Order counts.
 */
export function matchesPatterns(name: string, patterns: readonly string[]): boolean {
  let matched = false
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) matched &&= !patternExpression(pattern.slice(1)).test(name)
    else matched ||= patternExpression(pattern).test(name)
  }
  return matched
}

function patternExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*\*|\*|[.(){}|^$\\]/g, (found) => {
    if (found === '**/') return '(?:.*/)?'
    if (found === '**') return '.*'
    return found === '*' ? '[^/]*' : `\\${found}`
  })
  return new RegExp(`^${source}$`)
}
