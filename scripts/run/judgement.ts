import { judge, judgeRemoval } from '../quality/judge.ts'

/** What decides whether a run is held: the rules, or the person who accepts what they held. */
export interface Judgement {
  readonly judge: typeof judge
  readonly judgeRemoval: typeof judgeRemoval
}

/** The rules of quality/judge.ts. */
export const usualJudgement: Judgement = { judge, judgeRemoval }

/** Nothing is held: a person looked at the reasons, which remain as warnings. Still only a list that is proven complete removes postings. */
export const acceptingJudgement: Judgement = {
  judge(measured, facts, feed, history) {
    const { hold, warnings } = judge(measured, facts, feed, history)
    const accepted = (hold?.reasons ?? []).map((reason) => `accepted: ${reason}`)
    return { warnings: [...accepted, ...warnings], mayRemove: facts.isComplete }
  },
  judgeRemoval: () => undefined,
}
