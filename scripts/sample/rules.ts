import type { Rule } from '../config/rules.ts'
import type { FeedDefinition } from '../model/client.ts'
import { describeValue } from '../model/fault.ts'
import { parsePath } from '../model/path.ts'
import { nearest } from '../suggest.ts'
import type { FeedSample, FieldTree } from './fields.ts'

interface PlacedPath {
  readonly names: readonly string[]
  readonly path: readonly (string | number)[]
}

/** Rules that compare a client file with the samples of its feeds. */
export function sampleRules(samples: readonly FeedSample[]): readonly Rule[] {
  const sampleByFeed = new Map(samples.map((sample) => [sample.feed, sample]))

  /** A sample that cannot be read as the file says would fail as the feed itself does. */
  const samplesCanBeRead: Rule = ({ file, client }) =>
    Object.entries(client.feeds).flatMap(([name, { source }]) => {
      const { fault, path } = sampleByFeed.get(name) ?? {}
      // A draft that lies elsewhere may have left its sample behind.
      if (fault === undefined || (fault.reason === 'notFound' && !file.startsWith('clients/'))) return []
      const said = fault.message.slice(`${fault.feed}: `.length)
      const finding = { file, rule: 'samplesCanBeRead', found: said, message: `the sample ${path} cannot be read so: ${said}` }
      const expected = `a sample ${path} that can be read as the file says`
      const [format = ''] = Object.keys(source.format)
      const inSource = ['feeds', name, 'source']
      switch (fault.reason) {
        case 'notFound': {
          const at = source.file === undefined ? ['environments', 'local', ...inSource] : inSource
          const fix = `npm run sample -- ${fault.feed}, or correct the path`
          return [{ ...finding, path: [...at, 'file', 'path'], found: 'nothing', expected: `the sample ${path}`, fix }]
        }
        case 'pathMissing':
          return [{ ...finding, path: [...inSource, 'format', format, 'records'], expected, fix: 'correct the record path' }]
        default:
          return [{ ...finding, path: [...inSource, 'format'], expected, fix: 'correct the format, or take the sample anew' }]
      }
    })

  /**
   * A path that leads nowhere in the sample, beside a field that nothing reads and whose name is nearly the same, is a typing error. Without
   * such a neighbour it is left alone: a sample of five records need not show every optional field.
   */
  const fieldsAreInTheSample: Rule = ({ file, client }) =>
    Object.entries(client.feeds).flatMap(([name, feed]) => {
      const { fields, path: sample } = sampleByFeed.get(name) ?? {}
      if (fields === undefined) return []
      const paths = pathsIn(feed)
      return paths.flatMap((placed) =>
        misspelt(placed, paths, fields).map(({ found, meant }) => ({
          file,
          path: ['feeds', name, ...placed.path],
          rule: 'fieldsAreInTheSample',
          found: describeValue(found),
          expected: `a field of the records in ${sample}`,
          message: `no record of ${sample} has a field "${found}"`,
          fix: `did you mean "${meant}"?`,
        })),
      )
    })

  return [samplesCanBeRead, fieldsAreInTheSample]
}

interface Words {
  readonly found: string
  readonly meant: string
}

/** The name at which a path leaves what the sample knows, and the unread name beside it that was meant; empty where there is none. */
function misspelt({ names }: PlacedPath, all: readonly PlacedPath[], fields: FieldTree): Words[] {
  let tree = fields
  for (const [depth, name] of names.entries()) {
    const child = tree.children.get(name) ?? (/^\d+$/.test(name) ? tree : undefined)
    if (child === undefined) {
      const read = all.filter(({ names: other }) => isSameUpTo(names, other, depth)).map(({ names: other }) => other[depth])
      const meant = nearest(
        name,
        [...tree.children.keys()].filter((known) => !read.includes(known)),
      )
      return meant === undefined ? [] : [{ found: name, meant }]
    }
    tree = child
  }
  return []
}

function isSameUpTo(names: readonly string[], other: readonly string[], depth: number): boolean {
  return names.slice(0, depth).every((name, index) => name === other[index])
}

/** Every path of a feed's mapping and of what it ignores, with its place in the feed. */
function pathsIn({ mapping, ignore = [] }: FeedDefinition): PlacedPath[] {
  const mapped = Object.entries(mapping).flatMap(([property, value]) => pathsOfMapped(value, ['mapping', property]))
  return [...mapped, ...ignore.flatMap((path, index) => placed(path, ['ignore', index]))]
}

/** A transform, or a property in parts (a location, a salary), each of which is one. */
function pathsOfMapped(value: unknown, path: PlacedPath['path']): PlacedPath[] {
  if (typeof value === 'string') return placed(value, path)
  if (Array.isArray(value)) return value.flatMap((item, index) => pathsOfMapped(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  if ('const' in value || 'expr' in value) return []
  if ('from' in value) return pathsOfMapped(value.from, [...path, 'from'])
  if ('sections' in value) return pathsOfMapped((value.sections as { from?: unknown }).from, [...path, 'sections', 'from'])
  if ('join' in value) return pathsOfMapped(value.join, [...path, 'join'])
  return Object.entries(value).flatMap(([part, inner]) => pathsOfMapped(inner, [...path, part]))
}

function placed(text: unknown, path: PlacedPath['path']): PlacedPath[] {
  const parsed = typeof text === 'string' ? parsePath(text) : undefined
  return parsed?.ok === true ? [{ names: parsed.names, path }] : []
}
