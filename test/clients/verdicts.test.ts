import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeFolders } from '../../scripts/config/verdicts.ts'

/** A file of the program with all that it loads, in turn. */
function loadedBy(file: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(file)) return known
  known.add(file)
  const text = readFileSync(file, 'utf8')
  for (const { groups } of text.matchAll(/^(?!import type|export type).*?(?:from|import\()\s*'(?<path>\.{1,2}\/[^']+)'/gm)) {
    const loaded = join(dirname(file), groups!.path!)
    if (loaded.endsWith('.ts')) loadedBy(loaded, known)
  }
  return known
}

describe('hashJudges', () => {
  it('looks at every file that takes part in a judgement, so that no verdict outlives its rule', () => {
    const judges = [...loadedBy('scripts/clients/judge-files.ts'), ...loadedBy('scripts/clients/judge-thread.ts')]

    expect(judges).toContain('scripts/mapping/chain.ts')
    expect(judges.filter((file) => !judgeFolders.includes(dirname(file)))).toEqual([])
  })
})
