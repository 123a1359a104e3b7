import { zeroSha } from '../world.ts'
import { matchesPatterns } from './pattern.ts'
import type { BranchProtection, TagProtection } from './protection.ts'

/** One ref that somebody wants to move; `from` or `to` is all zeros for creation or deletion. */
export interface RefUpdate {
  readonly ref: string
  readonly from: string
  readonly to: string
}

/** What Git says about an update: not a fast-forward; and of a tag, the branches that hold its commit. */
export interface UpdateFacts {
  readonly isForced: boolean
  readonly onBranches: readonly string[]
}

export interface RefRules {
  readonly protection: Readonly<Record<string, BranchProtection>>
  readonly tagProtection: readonly TagProtection[]
}

/** Why GitHub would refuse the update, in its own words, one line each; empty when it may happen. */
export function judgeRefUpdate(rules: RefRules, login: string, update: RefUpdate, facts: UpdateFacts): string[] {
  if (update.ref.startsWith('refs/heads/')) return judgeBranch(rules, login, update, facts)
  if (update.ref.startsWith('refs/tags/')) return judgeTag(rules, login, update, facts)
  return [`error: GH000: deny updating a hidden ref ${update.ref}`]
}

function judgeBranch({ protection }: RefRules, login: string, update: RefUpdate, facts: UpdateFacts): string[] {
  const rule = protection[update.ref.slice('refs/heads/'.length)]
  if (rule === undefined) return []
  const reasons: string[] = []
  if (update.to === zeroSha) reasons.push('- Cannot delete a protected branch')
  else if (facts.isForced) reasons.push('- Cannot force-push to this branch')
  else if (!(rule.bypass ?? []).includes(login)) reasons.push('- Changes must be made through a pull request.')
  return reasons.length === 0 ? [] : [`error: GH006: Protected branch update failed for ${update.ref}.`, '', ...reasons]
}

function judgeTag({ tagProtection }: RefRules, login: string, update: RefUpdate, facts: UpdateFacts): string[] {
  const tag = update.ref.slice('refs/tags/'.length)
  const reasons: string[] = []
  for (const rule of tagProtection) {
    if (!matchesPatterns(tag, [rule.pattern])) continue
    if (update.to === zeroSha) reasons.push('- Cannot delete this tag')
    else if (update.from !== zeroSha) reasons.push('- Cannot update this protected ref.')
    else {
      if (!rule.creators.includes(login)) reasons.push('- Cannot create ref due to creations being restricted.')
      if (rule.onBranch !== undefined && !facts.onBranches.includes(rule.onBranch)) reasons.push(`- The commit is not on ${rule.onBranch}.`)
    }
  }
  return reasons.length === 0 ? [] : [`error: GH013: Repository rule violations found for ${update.ref}.`, '', ...reasons]
}
