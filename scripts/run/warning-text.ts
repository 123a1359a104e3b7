import type { MappingWarning } from '../mapping/warnings.ts'

const valuesShown = 5

/** What the mapping could not use, as a sentence: how many, which, and the most frequent first. */
export function warningSentence({ property, problem, count, values }: MappingWarning): string {
  const shown = values.slice(0, valuesShown).map(([value, times]) => `"${value}"${times > 1 ? ` (${times})` : ''}`)
  const more = values.length > valuesShown ? ', ...' : ''
  return `${property}: ${problem}, ${count} ${count === 1 ? 'time' : 'times'}: ${shown.join(', ')}${more}`
}
