import { readFile, stat } from 'node:fs/promises'
import { Command } from 'commander'
import { refuseNamedPath, UsageError } from './errors.ts'
import { renderChangeComment } from './github/change-comment.ts'
import { connectGitHub } from './github/connect.ts'
import { findPull, openClone, readEvent } from './github/event.ts'
import { contentOf, fetchRefs } from './github/git.ts'
import { readTeamOnMain } from './github/main-team.ts'
import { moveMerged, moveWithReview } from './github/pull-stage.ts'
import { askReviewer, gateResult, judgePull } from './github/review.ts'
import { writeSticky } from './github/sticky.ts'
import { main } from './main.ts'
import type { ChangeReport } from './model/change-report.ts'
import { largestReport, parseReport } from './process/parse-report.ts'
import { filePath } from './terminal/options.ts'

const review = new Command('review')
  .description('the review of a pull request, in a workflow: its preview, its reviewer and its gate')
  .addHelpText('after', '\nExamples:\n  npm run review -- comment changes.json\n  npm run review -- gate')

review
  .command('comment')
  .description('show on the pull request what it does to the postings')
  .argument('<report>', 'the file that npm run changes wrote', filePath(process.env.INIT_CWD))
  .addHelpText('after', '\nExamples:\n  npm run review -- comment changes.json')
  .action(async (file: string) => {
    const report = await readReport(file)
    const github = connectGitHub(process.env)
    const event = await readEvent(process.env)
    const number = await findPull(github, event)
    if (number === undefined) return console.log('no open pull request has this commit')

    const body = renderChangeComment(report, event.workflow_run?.head_sha ?? (await github.pull(number)).headSha)
    await writeSticky(github, { issue: number, name: 'preview', author: 'github-actions[bot]', body })
    console.log(`commented on #${number}`)
  })

review
  .command('gate')
  .description('ask a reviewer by alternation, judge the approvals, and publish the check that a merge waits for')
  .addHelpText('after', '\nExamples:\n  npm run review -- gate')
  .action(async () => {
    const github = connectGitHub(process.env)
    const number = await findPull(github, await readEvent(process.env))
    if (number === undefined) return console.log('no open pull request has this commit')
    const clone = openClone(process.env, process.cwd())
    await fetchRefs(clone, ['+refs/heads/*:refs/remotes/origin/*', `+refs/pull/${number}/head:refs/pull/${number}/head`])
    const team = await readTeamOnMain(clone)
    const pull = await github.pull(number)
    if (!pull.isOpen) return moveMerged(github, clone, pull)

    const today = new Date().toISOString().slice(0, 10)
    const base = `refs/remotes/origin/${pull.base}`
    const verdict = await judgePull(github, pull, { team, contentOf: (commit) => contentOf(clone, base, commit) })
    await github.publishCheck(gateResult(verdict, pull.headSha, team.app))
    // After the check, which must not wait for a person whom GitHub will not ask. A promotion has its approver by role.
    const choice = pull.base === 'main' ? undefined : await askReviewer(github, pull, { team, today })

    console.log([...(choice?.reasons ?? []), `${verdict.state}:`, ...verdict.reasons].join('\n'))
    if (choice !== undefined) await moveWithReview(github, clone, { pull, choice, verdict })
  })

await main(review)

async function readReport(file: string): Promise<ChangeReport> {
  try {
    const report = (await stat(file)).size > largestReport ? undefined : parseReport(await readFile(file, 'utf8'))
    if (report !== undefined) return report
  } catch (error) {
    refuseNamedPath(file, 'read', error)
  }
  throw new UsageError(`${file} is no report of npm run changes`)
}
