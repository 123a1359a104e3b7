import type { Chain, Replacement } from '../model/client.ts'
import { compileDate } from './date.ts'
import { decodeEntities, plainText, safeHtml } from './html.ts'
import { compileNumber } from './number.ts'
import { compilePattern } from './pattern.ts'
import { isFilled, listOf, mapValues, type Values } from './values.ts'

/** Told of a value that could not be used: what was wrong, and the value. */
export type Report = (problem: string, value: string) => void

/** One transform of a chain. */
export type Step = (values: Values, report: Report) => Values

/**
 * How several values are treated: together, as they make one property of a posting; or apart, each as that of one place, for which `else` stands in
 * where it has none, `join` takes its own parts and `split` keeps the empty ones.
 */
export type Several = 'apart' | 'together'

/** The transforms of a chain in the schema's order, which does not depend on how the author wrote them. */
export function compileSteps(chain: Chain, several: Several = 'together'): readonly Step[] {
  const { replace, match, split, take, map, number, date, base } = chain
  const steps: Step[] = (replace ?? []).map(compileReplacement)
  if (match !== undefined) steps.push(onEach(compilePattern(match).find))
  if (split !== undefined && take !== undefined) steps.push(onEach(partOf(split, take)))
  else if (split !== undefined) steps.push((values) => splitAll(values, split, several))
  else if (take !== undefined) steps.push((values) => listOf(values).at(indexOf(take)))
  if (map !== undefined) steps.push(compileMap(map, chain.else, several))
  else if (chain.else !== undefined) steps.push((values) => (isFilled(values) ? fillHoles(values, chain.else, several) : chain.else))
  if (number !== undefined)
    steps.push(parsedBy(compileNumber(chain.locale), 'not a number as the locale writes it: cut it out with match, or name its locale'))
  if (date !== undefined)
    steps.push(parsedBy(compileDate(date, chain.locale, chain.zone), 'not a date in the given format: name its own in date, too'))
  if (chain.html !== undefined) steps.push(compileHtml(chain))
  if (chain.text !== undefined) steps.push(onEach(plainText))
  if (base !== undefined) steps.push(parsedBy((text) => (URL.canParse(text, base) ? new URL(text, base).href : undefined), 'not a URL'))
  return steps
}

function onEach(change: (text: string) => string | undefined): Step {
  return (values) => mapValues(values, change)
}

function parsedBy(parse: (text: string) => string | undefined, problem: string): Step {
  return (values, report) => mapValues(values, (value) => parse(value) ?? lose(report, problem, value))
}

function compileReplacement({ find, pattern, by }: Replacement): Step {
  if (pattern === undefined) return onEach((text) => text.replaceAll(find ?? '', () => by))
  const compiled = compilePattern(pattern)
  return onEach((text) => compiled.replaceAll(text, by))
}

function compileHtml({ html, sections }: Chain): Step {
  // Sections have resolved the entities of their bodies already, and those alone.
  return onEach(html === 'escaped' && sections === undefined ? (text) => safeHtml(decodeEntities(text)) : safeHtml)
}

function splitAll(values: Values, separator: string, several: Several): Values {
  const partsOf = (value: string) => value.split(separator).map((part) => part.trim() || undefined)
  if (several === 'together') return listOf(values).flatMap((value) => partsOf(value).flatMap((part) => part ?? []))
  // An empty part holds the place of its value, but for the last: some end each part with the separator.
  const placesOf = (value: string) => {
    const parts = partsOf(value)
    return parts.at(-1) === undefined ? parts.slice(0, -1) : parts
  }
  return typeof values === 'string' ? placesOf(values) : values?.flatMap((value) => (value === undefined ? value : placesOf(value)))
}

/** The one part of each text, counted as they stand: of "Lyon, , France" the second is empty and the third is France. */
function partOf(separator: string, take: number): (text: string) => string | undefined {
  return (text) => text.split(separator).at(indexOf(take))
}

function indexOf(take: number): number {
  return take > 0 ? take - 1 : take
}

/** A word that is not in the map is reported and has no value; `otherwise` stands for a missing word only, since a guess is worse than a gap. */
function compileMap(map: Readonly<Record<string, string>>, otherwise: string | undefined, several: Several): Step {
  const words = new Map(Object.entries(map))
  const translate = (value: string, report: Report) =>
    words.get(value) ?? (words.has(value) ? undefined : lose(report, 'unknown word', value))
  return (values, report) => {
    if (!isFilled(values)) return otherwise
    const translated = mapValues(values, (value) => translate(value, report))
    if (several === 'together' || !Array.isArray(values) || !Array.isArray(translated)) return translated
    return translated.map((value, index) => (values[index] === undefined ? otherwise : value))
  }
}

function fillHoles(values: Values, otherwise: string | undefined, several: Several): Values {
  return several === 'apart' && Array.isArray(values) ? values.map((value) => value ?? otherwise) : values
}

function lose(report: Report, problem: string, value: string): undefined {
  report(problem, value)
  return undefined
}
