import type { Choice } from '../process/alternation.ts'
import type { GateVerdict } from '../process/gate.ts'
import type { StageEvent } from '../process/stage.ts'
import type { Clone } from './git.ts'
import { moveRequest } from './move.ts'
import type { GitHub, PullRequest } from './port.ts'
import { requestsOf } from './requests.ts'

/** How the review of a pull request moves its requests on, and to whom; undefined where it does not. */
export function moveOf(
  pull: Pick<PullRequest, 'author'>,
  choice: Choice,
  verdict: GateVerdict,
): { readonly event: StageEvent; readonly owners: readonly string[] } | undefined {
  if (verdict.state === 'refused') return { event: 'requestChanges', owners: [pull.author] }
  if (choice.kind === 'nobody') return undefined
  return { event: choice.kind === 'asked' ? 'askForReview' : 'returnToReview', owners: [choice.reviewer] }
}

/** Moves the requests of all clients that the pull request changes. */
export async function moveWithReview(
  github: GitHub,
  clone: Clone,
  { pull, choice, verdict }: { readonly pull: PullRequest; readonly choice: Choice; readonly verdict: GateVerdict },
): Promise<void> {
  const move = moveOf(pull, choice, verdict)
  if (move === undefined) return
  for (const request of await requestsOf(clone, `refs/remotes/origin/${pull.base}`, pull.headSha)) await moveRequest(github, request, move)
}

/** Moves the requests of a pull request that was merged to staging: its author is waited for until staging shows it. */
export async function moveMerged(github: GitHub, clone: Clone, { base, author, mergeCommit }: PullRequest): Promise<void> {
  if (base !== 'staging' || mergeCommit === undefined) return
  for (const request of await requestsOf(clone, `${mergeCommit}^1`, mergeCommit))
    await moveRequest(github, request, { event: 'merge', owners: [author] })
}
