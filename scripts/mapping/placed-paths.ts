import type { Condition, FeedDefinition, Sections } from '../model/client.ts'
import { parsePath } from '../model/path.ts'
import { checkExpression, expressionPaths } from './expression-syntax.ts'

/** A path that a client file names, and where it does, from its feed inwards. */
export interface PlacedPath {
  readonly names: readonly string[]
  readonly path: readonly (string | number)[]
}

type Place = PlacedPath['path']

/** Every path of a feed's mapping, of what it keeps and of what it ignores; what an expression reads is placed at the expression. */
export function pathsIn({ mapping, keep = [], ignore = [] }: Pick<FeedDefinition, 'mapping' | 'keep' | 'ignore'>): PlacedPath[] {
  return [
    ...Object.entries(mapping).flatMap(([property, value]) => pathsOfMapped(value, ['mapping', property])),
    ...keep.flatMap(({ path }, index) => placed(path, ['keep', index, 'path'])),
    ...ignore.flatMap((path, index) => placed(path, ['ignore', index])),
  ]
}

interface AnyChain {
  readonly when?: Condition
  readonly from?: unknown
  readonly join?: unknown
  readonly const?: string
  readonly sections?: Sections
  readonly expr?: string
}

/** A transform, or a property in parts (a location, a salary), each of which is one. */
function pathsOfMapped(value: unknown, at: Place): PlacedPath[] {
  if (typeof value === 'string') return placed(value, at)
  if (Array.isArray(value)) return value.flatMap((item, index) => pathsOfMapped(item, [...at, index]))
  if (typeof value !== 'object' || value === null) return []
  const chain: AnyChain = value
  const { when, from, join, sections, expr } = chain
  if ([from, join, chain.const, sections, expr].every((source) => source === undefined))
    return Object.entries(value).flatMap(([part, inner]) => pathsOfMapped(inner, [...at, part]))
  return [
    ...placed(when?.path, [...at, 'when', 'path']),
    ...pathsOfMapped(from, [...at, 'from']),
    ...pathsOfMapped(join, [...at, 'join']),
    ...(sections === undefined ? [] : pathsOfSections(sections, [...at, 'sections'])),
    // One that cannot be read is a problem of its own.
    ...(expr === undefined || checkExpression(expr) !== undefined ? [] : expressionPaths(expr)).flatMap((path) =>
      placed(path, [...at, 'expr']),
    ),
  ]
}

/** Heading and body count from each part. */
function pathsOfSections({ from, heading, body }: Sections, at: Place): PlacedPath[] {
  const parts = pathsOfMapped(from, [...at, 'from'])
  const inner = [...placed(heading, [...at, 'heading']), ...placed(body, [...at, 'body'])]
  return [...parts, ...parts.flatMap((part) => inner.map(({ names, path }) => ({ names: [...part.names, ...names], path })))]
}

function placed(text: string | undefined, path: Place): PlacedPath[] {
  const parsed = text === undefined ? undefined : parsePath(text)
  return parsed?.ok === true ? [{ names: parsed.names, path }] : []
}
