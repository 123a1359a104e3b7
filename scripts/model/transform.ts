import type { Part, Transform } from './client.ts'

/**
 * The paths of which a record must fill at least one for a transform to give anything; undefined where it may give something without any: it states a
 * value itself, or computes one.
 */
export function pathsNeeded(transform: Transform | Part): readonly string[] | undefined {
  if (typeof transform === 'string') return [transform]
  if (Array.isArray(transform)) return transform
  const { from = [], join, const: constant, else: otherwise, expr, sections } = transform
  if ([constant, otherwise, expr, sections].some((source) => source !== undefined)) return undefined
  const parts = join ?? (typeof from === 'string' ? [from] : from)
  const needed: string[] = []
  for (const part of parts) {
    const paths = pathsNeeded(part)
    if (paths === undefined) return undefined
    needed.push(...paths)
  }
  return needed
}
