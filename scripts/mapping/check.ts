import type { Chain, Condition, Transform, XmlFormat } from '../model/client.ts'
import { describeValue, type Fault } from '../model/fault.ts'
import type { Feed } from '../model/feed.ts'
import { parsePath } from '../model/path.ts'
import { chainsOf } from './chain.ts'
import { checkChain, faultAt } from './check-chain.ts'
import { checkStatedWords } from './check-words.ts'
import { checkPattern } from './pattern.ts'

/** Something an author must mend; `path` is relative to the feed, as in `['mapping', 'id']`. */
export interface MappingFinding extends Fault {
  readonly path: readonly (string | number)[]
}

type Place = MappingFinding['path']

/**
 * What is wrong in the mapping, the conditions, the record path and the ignored paths of a feed beyond what the schema can say. Empty where it can be
 * compiled.
 */
export function checkMapping({
  mapping,
  keep,
  ignore,
  source,
}: Pick<Feed, 'mapping' | 'keep' | 'ignore' | 'source'>): readonly MappingFinding[] {
  const { location, baseSalary, ...properties } = mapping
  const { xml, json } = source.format
  const transforms: readonly (readonly [Place, Transform])[] = [
    ...Object.entries(properties).map(([property, transform]) => [['mapping', property], transform as Transform] as const),
    ...Object.entries(location ?? {}).map(([part, transform]) => [['mapping', 'location', part], transform as Transform] as const),
    ...Object.entries(baseSalary ?? {}).map(([part, transform]) => [['mapping', 'baseSalary', part], transform as Transform] as const),
  ]
  return [
    ...(xml === undefined ? [] : checkFormatPaths(xml, ['source', 'format', 'xml'])),
    ...(json === undefined ? [] : checkFormatPaths(json, ['source', 'format', 'json'])),
    ...transforms.flatMap(([place, transform]) => checkTransform(transform, place)),
    ...checkStatedWords(mapping),
    ...(keep ?? []).flatMap((condition, index) => checkCondition(condition, ['keep', index])),
    ...ignore.flatMap((path, index) => checkPath(path, ['ignore', index])),
  ]
}

function checkFormatPaths({ records, total, markup = [] }: Partial<XmlFormat>, place: Place): readonly MappingFinding[] {
  return [
    ...(records === undefined ? [] : checkPath(records, [...place, 'records'])),
    ...(total === undefined ? [] : checkPath(total, [...place, 'total'])),
    ...checkPaths(markup, [...place, 'markup']),
  ]
}

function checkTransform(transform: Transform, place: Place): readonly MappingFinding[] {
  if (typeof transform === 'string') return checkPath(transform, place)
  if (Array.isArray(transform)) return checkPaths(transform, place)
  const chains = chainsOf(transform)
  return [
    ...chains.flatMap(({ chain, place: inner }) => [
      ...checkChainPaths(chain, [...place, ...inner]),
      ...checkChain(chain, String(place.at(-1))).map(({ path, ...finding }) => ({ ...finding, path: [...place, ...inner, ...path] })),
    ]),
    ...(chains.some(({ chain }) => chain.sections !== undefined) && transform.html === undefined
      ? [
          {
            path: place,
            found: 'sections alone',
            expected: 'sections with html: true',
            message: 'sections give HTML, which is not made safe',
            fix: 'add html: true',
          },
        ]
      : []),
  ]
}

function checkChainPaths({ from = [], join = [], when, sections }: Chain, place: Place): readonly MappingFinding[] {
  return [
    ...(typeof from === 'string' ? checkPath(from, [...place, 'from']) : checkPaths(from, [...place, 'from'])),
    ...checkPaths(join, [...place, 'join']),
    ...(when === undefined ? [] : checkCondition(when, [...place, 'when'])),
    ...Object.entries(sections ?? {}).flatMap(([key, paths]) =>
      typeof paths === 'string'
        ? checkPath(paths, [...place, 'sections', key])
        : checkPaths(paths as readonly string[], [...place, 'sections', key]),
    ),
  ]
}

function checkCondition({ path, matches }: Condition, place: Place): readonly MappingFinding[] {
  return [...checkPath(path, [...place, 'path']), ...(matches === undefined ? [] : faultAt([...place, 'matches'], checkPattern(matches)))]
}

/** Parts that are chains have a check of their own. */
function checkPaths(parts: readonly unknown[], place: Place): readonly MappingFinding[] {
  return parts.flatMap((part, index) => (typeof part === 'string' ? checkPath(part, [...place, index]) : []))
}

function checkPath(path: string, place: Place): readonly MappingFinding[] {
  const parsed = parsePath(path)
  if (parsed.ok) return []
  const fix = 'write names joined by dots, as in address.city; a name with a dot in brackets: ["a.b"]'
  return [{ path: place, found: describeValue(path), expected: 'names joined by dots', message: parsed.message, fix }]
}
