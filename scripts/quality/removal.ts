/** More at once is rarely the client's wish and often a broken feed; a person may accept it (DESIGN.md, section 5). */
export const largestShareRemoved = 0.5

/** A list without proof of completeness may lack a posting by accident, but hardly four times in a row. */
export const missesBeforeRemoval = 4

/** What a run would remove: `live` postings before it, of which `removed` would go. */
export interface Removal {
  readonly live: number
  readonly removed: number
}

/** Why so many postings must not go without a person's word; undefined where they may. */
export function judgeRemoval({ live, removed }: Removal): string | undefined {
  if (removed <= live * largestShareRemoved) return undefined
  const most = Math.floor(live * largestShareRemoved)
  return `${removed} of ${live} live postings would be removed, expected at most ${most}: accept the run if the client really closed them`
}
