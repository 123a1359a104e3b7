import type { CheckRun, Issue, Review, Role } from '../world.ts'
import type { BranchProtection } from './protection.ts'

/** What a merge into a protected branch is judged by. `reviews` and `checkRuns` oldest first. */
export interface MergeFacts {
  readonly issue: Issue
  readonly reviews: readonly Review[]
  readonly checkRuns: readonly CheckRun[]
  readonly people: ReadonlyMap<string, Role>
}

/** Conclusions that satisfy a required check. Source: docs.github.com, "About protected branches". */
const passing = ['success', 'neutral', 'skipped']

/** Why the pull request may not be merged, in GitHub's words; empty when it may. */
export function judgeMerge(protection: BranchProtection | undefined, facts: MergeFacts): string[] {
  const draft = facts.issue.pull?.draft ? ['Pull Request is still a draft'] : []
  if (protection === undefined) return draft
  return [...draft, ...judgeReviews(protection, facts), ...judgeChecks(protection, facts)]
}

function judgeReviews(
  { requiredApprovals = 0, dismissStaleReviews = false }: BranchProtection,
  { issue, reviews, people }: MergeFacts,
): string[] {
  const latest = new Map<string, Review>()
  for (const review of reviews) {
    // A comment leaves an earlier verdict standing; readers and the author have no verdict.
    const role = people.get(review.author)
    const isJudge = (role === 'admin' || role === 'write') && review.author !== issue.author
    if (isJudge && review.state !== 'COMMENTED') latest.set(review.author, review)
  }
  const verdicts = [...latest.values()]
  const problems = verdicts.filter(({ state }) => state === 'CHANGES_REQUESTED').map(({ author }) => `Changes were requested by ${author}.`)
  if (requiredApprovals === 0) return problems
  const head = issue.pull?.headSha
  const approvals = verdicts.filter(({ state, commitSha }) => state === 'APPROVED' && (!dismissStaleReviews || commitSha === head))
  const missing = requiredApprovals - approvals.length
  if (missing > 0) problems.push(`At least ${requiredApprovals} approving review is required by reviewers with write access.`)
  return problems
}

function judgeChecks({ requiredChecks = [] }: BranchProtection, { issue, checkRuns }: MergeFacts): string[] {
  return requiredChecks.flatMap(({ context, app }) => {
    const latest = checkRuns.findLast(
      (run) => run.headSha === issue.pull?.headSha && run.name === context && (app === undefined || run.app === app),
    )
    if (latest === undefined) return [`Required status check "${context}" is expected.`]
    if (latest.status !== 'completed') return [`Required status check "${context}" is in progress.`]
    return passing.includes(latest.conclusion ?? '') ? [] : [`Required status check "${context}" is failing.`]
  })
}
