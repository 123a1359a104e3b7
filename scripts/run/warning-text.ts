import type { MappingWarning } from '../mapping/warnings.ts'
import { counted } from '../model/counted.ts'
import type { Lack } from '../model/markup.ts'
import type { Measured } from '../model/run.ts'

const valuesShown = 5

/** What the mapping could not use, as a sentence: how many, which, and the most frequent first. */
export function warningSentence({ property, problem, count, values }: MappingWarning): string {
  const shown = values.slice(0, valuesShown).map(([value, times]) => `"${value}"${times > 1 ? ` (${times})` : ''}`)
  const more = values.length > valuesShown ? ', ...' : ''
  return `${property}: ${problem}, ${counted(count, 'time')}: ${shown.join(', ')}${more}`
}

const lackWords = { datePosted: 'datePosted', description: 'description', country: 'country of a place' } as const satisfies Record<
  Lack,
  string
>

/** What pages go without because of what the postings lack, as sentences: none or one. */
export function markupSentences({ postings, unmarked }: Measured): readonly string[] {
  if (unmarked === undefined) return []
  const lacks = (Object.keys(lackWords) as Lack[]).flatMap((lack) => {
    const count = unmarked.lacking[lack]
    return count === undefined ? [] : [`${count} ${count === 1 ? 'has' : 'have'} no ${lackWords[lack]}`]
  })
  return [
    `${unmarked.postings} of ${counted(postings, 'posting')} ${unmarked.postings === 1 ? 'is' : 'are'} shown without JobPosting markup, which search engines want: ${lacks.join(', ')}: map it if the feed has it`,
  ]
}

/** What lists leave out though it is published, as sentences: none or one. */
export function closedSentences(closed: number, postings: number): readonly string[] {
  if (closed === 0) return []
  return [
    `${closed} of ${counted(postings, 'posting')} ${closed === 1 ? 'is' : 'are'} on no list, since validThrough is over: is it the last day of publication?`,
  ]
}
