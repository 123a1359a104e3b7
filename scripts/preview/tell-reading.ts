import { counted } from '../model/counted.ts'
import { waitFor } from '../source/http.ts'
import type { SourceContext } from '../source/read.ts'
import { durationText } from '../terminal/amounts.ts'
import type { Progress } from '../terminal/progress.ts'

/** Shows how far a source has been read, and that a host is asked again: on the progress that is open at that moment. */
export function tellReading(progressNow: () => Progress): Required<Pick<SourceContext, 'onProgress' | 'wait'>> {
  return {
    onProgress: ({ bytes, totalBytes, records }) => progressNow().update(bytes, totalBytes, counted(records, 'record')),
    wait(ms, signal) {
      progressNow().note(`without success so far, trying again in ${durationText(ms)}`)
      return waitFor(ms, signal)
    },
  }
}
