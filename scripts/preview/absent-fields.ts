import type { FieldTree } from '../mapping/field-tree.ts'
import { findAbsent, findMisspelt } from '../mapping/misspelt.ts'
import { type PlacedPath, pathsIn } from '../mapping/placed-paths.ts'
import type { Feed } from '../model/feed.ts'

// Enough to find the right one among those of a real record.
const namesShown = 20

/**
 * What a client file names and no record has, as sentences: where it is plain what was meant, and where `isAllLeftOut`, every name in `keep`
 * that no record has. The rest is usually no mistake: a feed may leave out a field that happens to be empty everywhere.
 */
export function absentSentences(feed: Pick<Feed, 'mapping' | 'keep' | 'ignore'>, fields: FieldTree, isAllLeftOut: boolean): string[] {
  const { mapping, keep = [], ignore } = feed
  const paths = pathsIn({ mapping, keep: [...keep], ignore: [...ignore] })
  return paths.flatMap((placed) => sentenceOf(placed, paths, fields) ?? (isAllLeftOut && isOfKeep(placed) ? absenceOf(placed, fields) : []))
}

function sentenceOf(placed: PlacedPath, all: readonly PlacedPath[], fields: FieldTree): string[] | undefined {
  const misspelt = findMisspelt(placed, all, fields)
  return misspelt && [`${placed.path.join('.')}: no record has a field "${misspelt.found}": ${misspelt.fix}`]
}

function absenceOf(placed: PlacedPath, fields: FieldTree): string[] {
  const absent = findAbsent(placed, fields)
  if (absent === undefined) return []
  const known = absent.known.slice(0, namesShown).join(', ') + (absent.known.length > namesShown ? ', ...' : '')
  return [`${placed.path.join('.')}: no record has a field "${absent.found}"${known === '' ? '' : `, only ${known}`}`]
}

function isOfKeep({ path }: PlacedPath): boolean {
  return path[0] === 'keep'
}
