import { RE2JS, RE2JSException } from 're2js'
import { describeValue, type Fault } from '../model/fault.ts'

/** A regular expression that takes time in proportion to the text, whatever both are. */
export interface CompiledPattern {
  /** What the first group finds, or all that is found where there is no group; undefined where nothing is found. */
  find(text: string): string | undefined
  isIn(text: string): boolean
  /** Each find replaced; `$1` in `by` is the first group. */
  replaceAll(text: string, by: string): string
}

// Linear, but slow where a pattern is nested and the text made for it: 2.5 µs a character. The longest real description has 200,000 characters.
const longestLookedAt = 250_000

/**
 * Compiles a pattern of RE2's syntax (github.com/google/re2/wiki/Syntax) that has been checked. Not with JavaScript's own engine, which a text from
 * outside can keep busy for hours. Looks at the first 250,000 characters of a text; what follows stays as it is.
 */
export function compilePattern(pattern: string): CompiledPattern {
  const compiled = RE2JS.compile(pattern)
  const group = compiled.groupCount() > 0 ? 1 : 0
  const matcherOf = (text: string) => compiled.matcher(text.slice(0, longestLookedAt))
  return {
    find(text) {
      const matcher = matcherOf(text)
      return matcher.find() ? (matcher.group(group) ?? undefined) : undefined
    },
    isIn: (text) => matcherOf(text).find(),
    replaceAll: (text, by) => matcherOf(text).replaceAll(by) + text.slice(longestLookedAt),
  }
}

/** What is wrong with a pattern, or with the groups that its replacement names; undefined where it can be compiled. */
export function checkPattern(pattern: string, by = ''): Fault | undefined {
  try {
    const groups = RE2JS.compile(pattern).groupCount()
    const unknown = [...by.matchAll(/\$(\d+)/g)].find(([, number]) => Number(number) > groups)
    if (unknown === undefined) return undefined
    return {
      found: `"${unknown[0]}"`,
      expected: groups === 0 ? '$0, all that is found' : `$0 to $${groups}`,
      message: `"${unknown[0]}" is no group of "${pattern}", which has ${groups}`,
      fix: 'name a group of the pattern, or put another in parentheses',
    }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return {
      found: describeValue(pattern),
      expected: 'a regular expression in RE2’s syntax',
      message: error.message,
      fix: 'write a regular expression in RE2’s syntax: no look-around, no back-reference',
    }
  }
}

// JSONata makes an engine for each record, of the one RegExp that stands in its expression; compiling takes ten times as long as matching.
const compiledByRegExp = new WeakMap<RegExp, RE2JS>()

/** JavaScript's RegExp as far as JSONata uses it, in linear time. */
export class LinearRegExp {
  readonly #compiled: RE2JS
  lastIndex = 0

  constructor(expression: RegExp) {
    this.#compiled = compiledByRegExp.get(expression) ?? compileRegExp(expression)
    compiledByRegExp.set(expression, this.#compiled)
  }

  exec(text: string): (string[] & { index: number }) | null {
    const looked = text.slice(0, longestLookedAt)
    const matcher = this.#compiled.matcher(looked)
    if (this.lastIndex > looked.length || !matcher.find(this.lastIndex)) return null
    this.lastIndex = matcher.end()
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? '')
    return Object.assign(groups, { index: matcher.start() })
  }
}

function compileRegExp({ source, flags }: RegExp): RE2JS {
  const ignoresCase = flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0
  return RE2JS.compile(source, ignoresCase | (flags.includes('m') ? RE2JS.MULTILINE : 0))
}
