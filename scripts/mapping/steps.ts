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

/** The transforms of a chain in the schema's order, which does not depend on how the author wrote them. */
export function compileSteps(chain: Chain): readonly Step[] {
  const { replace, match, split, take, map, number, date, base } = chain
  const steps: Step[] = (replace ?? []).map(compileReplacement)
  if (match !== undefined) steps.push(onEach(compilePattern(match).find))
  if (split !== undefined) steps.push((values) => splitAll(values, split))
  if (take !== undefined) steps.push((values) => listOf(values).at(take > 0 ? take - 1 : take))
  if (map !== undefined) steps.push(compileMap(map, chain.else))
  else if (chain.else !== undefined) steps.push((values) => (isFilled(values) ? values : chain.else))
  if (number !== undefined) steps.push(parsedBy(compileNumber(chain.locale), 'not a number as the locale writes it'))
  if (date !== undefined) steps.push(parsedBy(compileDate(date, chain.locale, chain.zone), 'not a date in the given format'))
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
