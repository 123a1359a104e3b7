import { distance } from 'fastest-levenshtein'
import { codePoint } from './model/printable.ts'

// One slip in three letters, begun or whole, is a typing error (two letters exchanged count as two); more is another word.
const lettersPerSlip = 3

// In long words, too, more than a few slips make another one: America/San_Francisco is not America/Rio_Branco.
const mostSlips = 4

// What is seen as nothing, as a space or as a letter of the Latin alphabet, and is another character.
const lookAlike = /(?! )[\p{Cf}\p{Zs}]|(?!\p{Script=Latin})\p{L}/gu

/** The known word nearest to `found`, where it is near enough to have been meant. */
export function nearest(found: string, known: readonly string[]): string | undefined {
  const ranked = known.map((word) => ({ word, slips: distance(found.toLowerCase(), word.toLowerCase()) })).sort((a, b) => a.slips - b.slips)
  const best = ranked[0]
  if (best === undefined) return undefined
  const allowed = Math.min(Math.ceil(Math.max(found.length, best.word.length) / lettersPerSlip), mostSlips)
  return best.slips <= allowed ? best.word : undefined
}

/**
 * A sentence for messages: `did you mean "acme"?`, or the empty text where nothing is near. Where the two cannot be told apart by eye, it names the
 * characters that make the difference.
 */
export function didYouMean(found: string, known: readonly string[]): string {
  const word = nearest(found, known)
  if (word === undefined) return ''
  const strange = [...new Set(found.match(lookAlike))].filter((character) => !word.includes(character)).map(codePoint)
  const note = strange.length === 0 ? '' : ` (${strange.join(', ')} stands in what you wrote)`
  return `did you mean "${word}"?${note}`
}
