/** A check that must succeed before a merge; `app` pins it to the App (by slug) whose check run counts. */
export interface RequiredCheck {
  readonly context: string
  readonly app?: string
}

/** Protection of one branch: changes come by pull request, force pushes and deletion are refused to everyone. */
export interface BranchProtection {
  readonly requiredChecks?: readonly RequiredCheck[]
  readonly requiredApprovals?: number
  /** An approval of an earlier commit stops counting after a push. GitHub's default is off. */
  readonly dismissStaleReviews?: boolean
  /** Logins (of people or `slug[bot]`) that may push without a pull request. */
  readonly bypass?: readonly string[]
  readonly mergeMethods?: readonly ('merge' | 'squash')[]
}

/**
 * The ruleset for tags: who may create those that match. Existing ones cannot be moved or deleted.
 * `onBranch` also refuses a tag whose commit is not on that branch, to everyone. GitHub's rulesets cannot say that
 * by themselves (its Enterprise Server can, by a pre-receive hook): leave it out to rehearse a workflow that checks ancestry.
 */
export interface TagProtection {
  readonly pattern: string
  readonly creators: readonly string[]
  readonly onBranch?: string
}
