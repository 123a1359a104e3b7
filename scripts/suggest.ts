import { distance } from 'fastest-levenshtein'

// One slip in three letters, begun or whole, is a typing error (two letters exchanged count as two); more is another word.
const lettersPerSlip = 3

/** The known word nearest to `found`, where it is near enough to have been meant. */
export function nearest(found: string, known: readonly string[]): string | undefined {
  const ranked = known.map((word) => ({ word, slips: distance(found.toLowerCase(), word.toLowerCase()) })).sort((a, b) => a.slips - b.slips)
  const best = ranked[0]
  return best !== undefined && best.slips <= Math.ceil(Math.max(found.length, best.word.length) / lettersPerSlip) ? best.word : undefined
}

/** A sentence for messages: `did you mean "acme"?`, or the empty text where nothing is near. */
export function didYouMean(found: string, known: readonly string[]): string {
  const word = nearest(found, known)
  return word === undefined ? '' : `did you mean "${word}"?`
}
