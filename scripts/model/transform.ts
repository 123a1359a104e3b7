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

/** A word that a client file itself states in a transform, with its path there. */
export interface StatedWord {
  readonly word: string
  readonly path: readonly string[]
}

/** The words that a transform gives whatever the record says; number and date are still to come. */
export function statedWords(transform: Transform | undefined): readonly StatedWord[] {
  if (typeof transform !== 'object' || Array.isArray(transform)) return []
  const { const: constant, else: otherwise, map, replace, match, split } = transform
  const isChanged = map !== undefined || replace !== undefined || match !== undefined || split !== undefined
  return [
    // What a later step changes is not what comes out.
    ...(constant === undefined || isChanged ? [] : [{ word: constant, path: ['const'] }]),
    ...(otherwise === undefined ? [] : [{ word: otherwise, path: ['else'] }]),
    // The empty word says that there is none.
    ...Object.entries(map ?? {}).flatMap(([word, ours]) => (ours === '' ? [] : [{ word: ours, path: ['map', word] }])),
  ]
}
