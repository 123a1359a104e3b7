import * as core from '@actions/core'
import type { Problem } from '../model/problem.ts'

/** Shows problems at their lines in the pull request. GitHub shows 10 errors a step; the rest stands in the log. */
export function annotate(problems: readonly Problem[]): void {
  for (const { file, line, column, message, fix, rule } of problems) {
    core.error(`${message}. ${fix}`, { file, startLine: line, startColumn: column, title: rule })
  }
}
