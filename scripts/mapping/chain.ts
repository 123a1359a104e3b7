import type { Chain, Part, Transform } from '../model/client.ts'
import { compileCondition } from './condition.ts'
import { compileSections, sectionPaths } from './sections.ts'
import { compileSteps, type Report, type StandingIn } from './steps.ts'
import { compilePath, isFilled, listOf, type RecordFields, type Values } from './values.ts'

/** Reads one property's value from a record. */
export type Reader = (fields: RecordFields, report: Report) => Values

/** Gives the reader of an expression; see expressions.ts. */
export interface ExpressionReaders {
  readerOf(expression: string): Reader
}

/**
 * Makes the reader of a transform: a path, a join of paths by a space, or a chain, whose steps are applied in the schema's order. `standingIn` says
 * for which of several values `else` stands in.
 */
export function compileTransform(transform: Transform, expressions: ExpressionReaders, standingIn?: StandingIn): Reader {
  if (typeof transform === 'string') return compilePath(transform)
  if (Array.isArray(transform)) return compileJoin(transform.map(compilePath), ' ')
  return compileChain(transform, expressions, standingIn)
}

function compileChain(chain: Chain, expressions: ExpressionReaders, standingIn?: StandingIn): Reader {
  const source = compileSource(chain, expressions, standingIn)
  const steps = compileSteps(chain, standingIn)
  const isWanted = chain.when === undefined ? undefined : compileCondition(chain.when)
  return (fields, report) => {
    let values = isWanted === undefined || isWanted(fields) ? source(fields, report) : undefined
    for (const step of steps) values = step(values, report)
    return values
  }
}

function compileSource(chain: Chain, expressions: ExpressionReaders, standingIn?: StandingIn): Reader {
  const { from = [], join, with: between = ' ', const: constant, sections, expr } = chain
  if (constant !== undefined) return () => constant
  if (sections !== undefined) return compileSections(sections, chain.html)
  if (expr !== undefined) return expressions.readerOf(expr)
  const compilePart = (part: Part, standing?: StandingIn) =>
    typeof part === 'string' ? compilePath(part) : compileChain(part, expressions, standing)
  if (join !== undefined)
    return compileJoin(
      join.map((part) => compilePart(part)),
      between,
    )
  const readers = (typeof from === 'string' ? [from] : from).map((part) => compilePart(part, standingIn))
  if (readers.length === 1) return readers[0]!
  return (fields, report) => {
    for (const read of readers) {
      const values = read(fields, report)
      if (isFilled(values)) return values
    }
    return undefined
  }
}

function compileJoin(readers: readonly Reader[], between: string): Reader {
  return (fields, report) => readers.flatMap((read) => listOf(read(fields, report))).join(between) || undefined
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
