import type { Chain, Part, Transform } from '../model/client.ts'
import { compileCondition } from './condition.ts'
import { compileSections, sectionPaths } from './sections.ts'
import { compileSteps, type Report, type Several } from './steps.ts'
import { compilePath, isFilled, isSeveral, listOf, type RecordFields, type Values } from './values.ts'

/** Reads one property's value from a record. */
export type Reader = (fields: RecordFields, report: Report) => Values

/** Gives the reader of an expression; see expressions.ts. */
export interface ExpressionReaders {
  readerOf(expression: string): Reader
}

/**
 * Makes the reader of a transform: a path, a join of paths by a space, or a chain, whose steps are applied in the schema's order. `several` says
 * how several values are treated.
 */
export function compileTransform(transform: Transform, expressions: ExpressionReaders, several?: Several): Reader {
  if (typeof transform === 'string') return compilePath(transform)
  if (Array.isArray(transform)) return compileJoin(transform.map(compilePath), ' ', several)
  return compileChain(transform, expressions, several)
}

function compileChain(chain: Chain, expressions: ExpressionReaders, several?: Several): Reader {
  const source = compileSource(chain, expressions, several)
  const steps = compileSteps(chain, several)
  const isWanted = chain.when === undefined ? undefined : compileCondition(chain.when)
  return (fields, report) => {
    let values = isWanted === undefined || isWanted(fields) ? source(fields, report) : undefined
    for (const step of steps) values = step(values, report)
    return values
  }
}

function compileSource(chain: Chain, expressions: ExpressionReaders, several?: Several): Reader {
  const { from = [], join, with: between = ' ', const: constant, sections, expr } = chain
  if (constant !== undefined) return () => constant
  if (sections !== undefined) return compileSections(sections, chain.html)
  if (expr !== undefined) return expressions.readerOf(expr)
  const compilePart = (part: Part) => (typeof part === 'string' ? compilePath(part) : compileChain(part, expressions, several))
  if (join !== undefined) return compileJoin(join.map(compilePart), between, several)
  const readers = (typeof from === 'string' ? [from] : from).map(compilePart)
  if (readers.length === 1) return readers[0]!
  return (fields, report) => {
    for (const read of readers) {
      const values = read(fields, report)
      if (isFilled(values)) return values
    }
    return undefined
  }
}

function compileJoin(readers: readonly Reader[], between: string, several: Several = 'together'): Reader {
  return (fields, report) => {
    const parts = readers.map((read) => read(fields, report))
    // The values of one path alone are the parts of one text.
    const places = several === 'apart' && readers.length > 1 ? commonLength(parts) : 1
    if (places < 2) return joined(parts, between)
    return Array.from({ length: places }, (_, index) => {
      // What belongs to every place makes none.
      if (!parts.some((part) => isSeveral(part) && part[index] !== undefined)) return undefined
      return joined(
        parts.map((part) => (isSeveral(part) ? part[index] : part)),
        between,
      )
    })
  }
}

function joined(parts: readonly Values[], between: string): string | undefined {
  return parts.flatMap(listOf).join(between) || undefined
}

/** How many values each list has: 0 where there is none, or they differ, so that none is another's counterpart. */
function commonLength(parts: readonly Values[]): number {
  const lengths = new Set(parts.flatMap((part) => (isSeveral(part) ? [part.length] : [])))
  const [length = 0] = lengths
  return lengths.size === 1 ? length : 0
}

/** The paths that a transform reads, but for those of expressions. */
export function pathsOf(transform: Transform | Part): readonly string[] {
  if (typeof transform === 'string') return [transform]
  if (Array.isArray(transform)) return transform
  const { when, from = [], join = [], sections } = transform
  return [
    ...(when === undefined ? [] : [when.path]),
    ...(typeof from === 'string' ? [from] : from.flatMap(pathsOf)),
    ...join.flatMap(pathsOf),
    ...(sections === undefined ? [] : sectionPaths(sections)),
  ]
}

/** The chains within a transform, itself included, each with its place in it. */
export function chainsOf(transform: Transform | Part, place: readonly (string | number)[] = []): readonly PlacedChain[] {
  if (typeof transform === 'string' || Array.isArray(transform)) return []
  const inner = (['from', 'join'] as const).flatMap((key) => {
    const parts = transform[key]
    return Array.isArray(parts) ? parts.flatMap((part, index) => chainsOf(part, [...place, key, index])) : []
  })
  return [{ chain: transform, place }, ...inner]
}

/** A chain, and where in its transform it stands. */
export interface PlacedChain {
  readonly chain: Chain
  readonly place: readonly (string | number)[]
}
