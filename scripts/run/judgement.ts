import type { Cause } from '../model/cause.ts'
import type { Measured } from '../model/run.ts'
import { judge, judgeRemoval } from '../quality/judge.ts'

/** What decides whether a run is held: the rules, or the person who accepts what they held. */
export interface Judgement {
  readonly judge: typeof judge
  readonly judgeRemoval: typeof judgeRemoval
}

/** The rules of quality/judge.ts. */
export const usualJudgement: Judgement = { judge, judgeRemoval }

/**
 * Nothing is held: a person looked at the reasons, which remain as warnings. Still only a list that is proven complete removes postings; and where
 * there is no posting at all, only a feed that is empty is accepted, not one that could not be mapped: everything would be removed on the word of an
 * error page.
 */
export const acceptingJudgement: Judgement = {
  judge(measured, facts, feed, history) {
    const verdict = judge(measured, facts, feed, history)
    const { hold, warnings } = verdict
    if (hold !== undefined && !isAcceptable(hold.cause, measured)) {
      const refusal = 'not accepted: without any posting only an empty feed can be'
      return { ...verdict, hold: { ...hold, reasons: [...hold.reasons, refusal] } }
    }
    const accepted = (hold?.reasons ?? []).map((reason) => `accepted: ${reason}`)
    return { warnings: [...accepted, ...warnings], mayRemove: facts.isComplete }
  },
  judgeRemoval: () => undefined,
}

/** Whether a person's word makes a run that was held for this cause live. */
export function isAcceptable(cause: Cause, { postings }: Pick<Measured, 'postings'>): boolean {
  return postings > 0 || cause === 'empty'
}
