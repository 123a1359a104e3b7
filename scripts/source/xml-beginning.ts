import { SourceError } from '../errors.ts'
import { shortened } from '../model/shortened.ts'

// As much as tells what came: an error in words, or another format.
const longestShown = 40

/** The same text, refused with what came where it does not begin as XML does: a parser would only say, at its end, where. */
export async function* refuseOtherThanXml(text: AsyncIterable<string>, feed: string): AsyncGenerator<string, void, undefined> {
  let isBegun = false
  for await (const chunk of text) {
    if (!isBegun) {
      const beginning = chunk.trimStart()
      isBegun = beginning !== ''
      if (isBegun && !beginning.startsWith('<'))
        throw new SourceError(feed, 'wrongFormat', `expected XML, got ${JSON.stringify(shortened(beginning, longestShown))}`)
    }
    yield chunk
  }
  if (!isBegun) throw new SourceError(feed, 'wrongFormat', 'expected XML, got an empty answer')
}
