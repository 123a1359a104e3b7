import type { Chain, Transform } from '../model/client.ts'
import { compileDate } from './date.ts'
import { decodeEntities, plainText, safeHtml } from './html.ts'
import { compilePath, isFilled, listOf, mapValues, type RecordFields, type Values } from './values.ts'

/** Told of a value that could not be used: what was wrong, and the value. */
export type Report = (problem: string, value: string) => void

/** Reads one property's value from a record. */
export type Reader = (fields: RecordFields, report: Report) => Values

type Step = (values: Values, report: Report) => Values

/** Makes the reader of a transform: a path, a join of paths by a space, or a chain, whose steps are applied in the schema's order. */
export function compileTransform(transform: Transform): Reader {
  if (typeof transform === 'string') return compilePath(transform)
  if (Array.isArray(transform)) return compileJoin(transform, ' ')
  const source = compileSource(transform as Chain)
  const steps = compileSteps(transform as Chain)
  return (fields, report) => {
    let values = source(fields, report)
    for (const step of steps) values = step(values, report)
    return values
  }
}

/** The paths that a transform reads. */
export function pathsOf(transform: Transform): readonly string[] {
  if (typeof transform === 'string') return [transform]
  if (Array.isArray(transform)) return transform
  const { from = [], join = [] } = transform as Chain
  return [...(typeof from === 'string' ? [from] : from), ...join]
}

function compileSource({ from, join, with: between = ' ', const: constant }: Chain): Reader {
  if (constant !== undefined) return () => constant
  if (join !== undefined) return compileJoin(join, between)
  const readers = (typeof from === 'string' ? [from] : (from ?? [])).map(compilePath)
  if (readers.length === 1) return readers[0]!
  return (fields) => {
    for (const read of readers) {
      const values = read(fields)
      if (isFilled(values)) return values
    }
    return undefined
  }
}

function compileJoin(paths: readonly string[], between: string): Reader {
  const readers = paths.map(compilePath)
  return (fields) => readers.flatMap((read) => listOf(read(fields))).join(between) || undefined
}

function compileSteps(chain: Chain): readonly Step[] {
  const { replace, split, take, map, date, html, text, base } = chain
  const steps: Step[] = []
  for (const { find, by } of replace ?? []) steps.push((values) => mapValues(values, (value) => value.replaceAll(find, () => by)))
  if (split !== undefined) steps.push((values) => splitAll(values, split))
  if (take !== undefined) steps.push((values) => listOf(values).at(take > 0 ? take - 1 : take))
  if (map !== undefined) steps.push(compileMap(map, chain.else))
  else if (chain.else !== undefined) steps.push((values) => (isFilled(values) ? values : chain.else))
  if (date !== undefined) {
    const parse = compileDate(date, chain.locale)
    steps.push((values, report) => mapValues(values, (value) => parse(value) ?? lose(report, 'not a date in the given format', value)))
  }
  if (html !== undefined)
    steps.push((values) => mapValues(values, html === 'escaped' ? (value) => safeHtml(decodeEntities(value)) : safeHtml))
  if (text !== undefined) steps.push((values) => mapValues(values, plainText))
  if (base !== undefined) {
    steps.push((values, report) =>
      mapValues(values, (value) => (URL.canParse(value, base) ? new URL(value, base).href : lose(report, 'not a URL', value))),
    )
  }
  return steps
}

function splitAll(values: Values, separator: string): Values {
  const parts = listOf(values).flatMap((value) => value.split(separator).map((part) => part.trim()))
  return parts.filter((part) => part !== '')
}

/** A word that is not in the map is reported and has no value; `otherwise` stands for a missing word only, since a guess is worse than a gap. */
function compileMap(map: Readonly<Record<string, string>>, otherwise: string | undefined): Step {
  const words = new Map(Object.entries(map))
  const translate = (value: string, report: Report) =>
    words.get(value) ?? (words.has(value) ? undefined : lose(report, 'unknown word', value))
  return (values, report) => (isFilled(values) ? mapValues(values, (value) => translate(value, report)) : otherwise)
}

function lose(report: Report, problem: string, value: string): undefined {
  report(problem, value)
  return undefined
}
