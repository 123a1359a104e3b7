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
  return [`${unmarkedSentence(unmarked.postings, postings)}, which search engines want: ${lacks.join(', ')}: map it if the feed has it`]
}

/** What lists leave out though it is published, as sentences: none or one. */
export function closedSentences(closed: number, postings: number): readonly string[] {
  if (closed === 0) return []
  return [`${closedSentence(closed, postings)}, since validThrough is over: is it the last day of publication?`]
}

/** How many of all postings are shown without what search engines want: a sentence to go on with. */
export function unmarkedSentence(unmarked: number, postings: number): string {
  return `${areOf(unmarked, postings)} shown without JobPosting markup`
}

/** How many of all postings are published and on no list: a sentence to go on with. */
export function closedSentence(closed: number, postings: number): string {
  return `${areOf(closed, postings)} on no list`
}

function areOf(some: number, postings: number): string {
  return `${some} of ${counted(postings, 'posting')} ${some === 1 ? 'is' : 'are'}`
}
